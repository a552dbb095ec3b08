import { describe, expect, test } from 'vitest';
import { add } from '../ops/binary.ts';
import { affine, exp, square, tanh } from '../ops/unary.ts';
import { compileTrace } from '../testing/compile-trace.ts';
import { testDevice } from '../testing/device.ts';
import { evaluate } from '../testing/evaluate-graph.ts';

describe('memory of a value', () => {
  test('reuses memory along a chain', async () => {
    const { bytes } = await compileTrace((graph, variable) => {
      let value = graph.read(variable([256]));
      for (let link = 0; link < 10; link++) value = tanh(value);
      graph.store(value, graph.read(variable([256])));
    });
    expect(bytes).toBe(2 * 256 * 4);
  });

  test('keeps what a repeated section reads from before it until its last turn', async () => {
    const size = 64;
    const inputs = {
      x: { shape: [size], data: new Float32Array(size).fill(1) },
      sum: { shape: [size], data: new Float32Array(size) },
      kept: { shape: [size], data: new Float32Array(size) },
    };
    const { sum: total, kept } = await evaluate(await testDevice(), inputs, (tensors, graph) => {
      const own = affine(tensors.x, 3);
      const stored = affine(tensors.x, 5);
      graph.store(stored, tensors.kept);
      graph.repeat('turns', 4, () => {
        const first = add(tensors.sum, own);
        // Memory of `own` would be free from here on, and `kept` is overwritten after its last reader.
        const second = add(first, stored);
        graph.store(affine(second, 1, 1), tensors.sum);
        graph.store(affine(exp(second), 0), tensors.kept);
      });
      return { sum: tensors.sum, kept: tensors.kept };
    });
    expect(total).toEqual(new Float32Array(size).fill(4 * (3 + 5 + 1)));
    expect(kept).toEqual(new Float32Array(size));
  });

  test.each([
    ['in memory of its own', false],
    ['in the variable it is stored to', true],
  ])('refuses a value that leaves a section that may be skipped, %s', async (_, stored) => {
    const leak = compileTrace((graph, variable) => {
      const value = graph.section('rare', () => square(graph.read(variable([8]))));
      if (stored) graph.section('rare', () => graph.store(value, graph.read(variable([8]))));
      graph.store(exp(value), graph.read(variable([8])));
    });
    await expect(leak).rejects.toThrow(/section always reads what section rare makes; store it in a variable/);
  });
});
