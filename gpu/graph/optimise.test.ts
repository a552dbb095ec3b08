import { describe, expect, test } from 'vitest';
import { add } from '../ops/binary.ts';
import { matmul } from '../ops/matmul.ts';
import { affine, exp, gelu, relu, square, tanh } from '../ops/unary.ts';
import { compileTrace } from '../testing/compile-trace.ts';
import { testDevice } from '../testing/device.ts';
import { evaluate } from '../testing/evaluate-graph.ts';

describe('a compiled program', () => {
  test('drops what reaches no store and no effect', async () => {
    const { program } = await compileTrace((graph, variable) => {
      const x = graph.read(variable([8]));
      tanh(add(x, x));
      graph.store(exp(x), graph.read(variable([8])));
    });
    expect(program.dispatchCount).toBe(1);
  });

  test('applies an activation in the kernel of the matmul before it', async () => {
    const fused = await compileTrace((graph, variable) => {
      const product = matmul(graph.read(variable([4, 4])), graph.read(variable([4, 4])));
      graph.store(relu(product), graph.read(variable([4, 4])));
    });
    const plain = await compileTrace((graph, variable) => {
      const product = matmul(graph.read(variable([4, 4])), graph.read(variable([4, 4])));
      graph.store(product, graph.read(variable([4, 4])));
    });
    expect(fused.program.dispatchCount).toBe(plain.program.dispatchCount);
  });

  test('computes the same with and without the activation fused', async () => {
    const data = Float32Array.from({ length: 16 }, (_, index) => Math.sin(index));
    const inputs = { a: { shape: [4, 4], data }, b: { shape: [4, 4], data: data.toReversed() } };
    for (const activation of [relu, tanh, gelu]) {
      const fused = await evaluate(await testDevice(), inputs, ({ a, b }) => ({ y: activation(matmul(a, b)) }));
      const apart = await evaluate(await testDevice(), inputs, ({ a, b }) => {
        const product = matmul(a, b);
        return { y: activation(product), product };
      });
      expect(fused.y).toEqual(apart.y);
    }
  });

  test('leaves out what only a section that is left out reads', async () => {
    const { program } = await compileTrace((graph, variable) => {
      const x = graph.read(variable([8]));
      const [rare, common] = [exp(square(x)), affine(x, 2)];
      graph.store(common, graph.read(variable([8])));
      graph.section('rare', () => graph.store(add(rare, common), graph.read(variable([8]))));
    });
    expect(program.dispatchCount).toBe(4);
    expect(program.select((section) => section !== 'rare').dispatches).toHaveLength(1);
  });
});
