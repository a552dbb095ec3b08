import { describe, expect, test } from 'vitest';
import { affine, exp, square } from '../ops/unary.ts';
import { compileTrace } from '../testing/compile-trace.ts';
import { testDevice } from '../testing/device.ts';
import { evaluate } from '../testing/evaluate-graph.ts';
import type { Tensor } from './tensor.ts';

describe('a stored value', () => {
  test('lets a stored value be born in its target', async () => {
    const { program, bytes } = await compileTrace((graph, variable) => {
      const x = graph.read(variable([8]));
      graph.store(square(x), graph.read(variable([8])));
    });
    expect(program.dispatchCount).toBe(1);
    expect(bytes).toBe(0);
  });

  test('lets gradients stored one after the other be born in slices of one variable', async () => {
    const { program } = await compileTrace((graph, variable) => {
      const x = graph.read(variable([8]));
      const flat = variable([128]);
      const [first, second] = [exp(x), square(x)];
      graph.store(first, graph.read(flat, [8], 0));
      graph.store(second, graph.read(flat, [8], 64));
    });
    expect(program.dispatchCount).toBe(2);
  });

  test('copies where the target is read between birth and store', async () => {
    const inputs = { x: { shape: [2], data: Float32Array.of(1, 2) }, other: { shape: [2], data: Float32Array.of(5, 6) } };
    const result = await evaluate(await testDevice(), inputs, ({ x, other }, graph) => {
      const twice = affine(other, 2);
      const before = affine(x, 1, 0.5);
      graph.store(twice, x);
      return { before, after: affine(x, 1, 0.5) };
    });
    expect([...result.before]).toEqual([1.5, 2.5]);
    expect([...result.after]).toEqual([10.5, 12.5]);
  });

  test('keeps a stored value for readers that come after its target is overwritten', async () => {
    const result = await evaluate(
      await testDevice(),
      { x: { shape: [2], data: Float32Array.of(1, 2) }, target: { shape: [2], data: new Float32Array(2) } },
      ({ x, target }) => {
        const value = affine(x, 2);
        x.graph.store(value, target);
        x.graph.store(affine(x, -1), target);
        return { value: affine(value, 1, 1), target };
      },
    );
    expect([...result.value]).toEqual([3, 5]);
    expect([...result.target]).toEqual([-1, -2]);
  });

  test('copies between slices of one variable', async () => {
    const data = Float32Array.from({ length: 128 }, (_, index) => index);
    const result = await evaluate(await testDevice(), { flat: { shape: [128], data } }, ({ flat }, graph) => {
      const { variable } = flat.origin as Extract<Tensor['origin'], { kind: 'variable' }>;
      graph.store(graph.read(variable, [64], 64), graph.read(variable, [64], 0));
      return { flat };
    });
    expect([...result.flat.subarray(0, 64)]).toEqual([...data.subarray(64)]);
  });
});
