import { describe, expect, test } from 'vitest';
import { Graph } from '../graph/graph.ts';
import { State } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { testDevice } from '../testing/device.ts';
import { evaluate } from '../testing/evaluate-graph.ts';
import { multiply } from './binary.ts';
import { vjp } from './differentiate.ts';
import { slice } from './slice.ts';
import { sum } from './reduce.ts';

const X = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);

/** What `of` makes of x `[2, 4]`, and the gradient of its sum by x. */
async function gradientOf(of: (x: Tensor) => Tensor): Promise<number[]> {
  const { gradient } = await evaluate(
    await testDevice(),
    { x: { shape: [2, 4], data: X }, one: { shape: [1], data: Float32Array.of(1) } },
    (tensors) => {
      const total = tensors.x.graph.reshape(sum(of(tensors.x)), [1]);
      return { gradient: vjp(total, tensors.one, [tensors.x])[0]! };
    },
  );
  return [...gradient];
}

describe('the cotangent of a tensor that is read in parts', () => {
  test('is made of those of its parts when they make up the whole', async () => {
    expect(await gradientOf((x) => multiply(slice(x, 1, 2, 2), slice(x, 1, 0, 2)))).toEqual([3, 4, 1, 2, 7, 8, 5, 6]);
  });

  test('is zero where no part was read', async () => {
    expect(await gradientOf((x) => multiply(slice(x, 1, 0, 1), slice(x, 1, 3, 1)))).toEqual([4, 0, 0, 1, 8, 0, 0, 5]);
  });

  test('adds up where parts overlap', async () => {
    expect(await gradientOf((x) => multiply(slice(x, 1, 0, 3), slice(x, 1, 1, 3)))).toEqual([2, 4, 6, 3, 6, 12, 14, 7]);
  });

  test('adds what readers of the whole give', async () => {
    const whole = (x: Tensor): Tensor => multiply(x, x.graph.reshape(sum(slice(x, 1, 0, 2)), [1]));
    // Σ x · Σ first two columns: 36 and 14.
    expect(await gradientOf((x) => sum(whole(x)))).toEqual([14 + 36, 14 + 36, 14, 14, 14 + 36, 14 + 36, 14, 14]);
  });

  test('takes one operation a part', () => {
    const graph = new Graph();
    const x = graph.read(new State().variable('x', [2, 4]));
    const product = multiply(slice(x, 1, 0, 2), slice(x, 1, 2, 2));
    vjp(product, product, [x]);
    const names = graph.nodes.map((node) => (node.kind === 'op' ? node.rules.name : node.kind));
    expect(names).toEqual(['window', 'window', 'multiply', 'multiply', 'multiply', 'concatenate']);
  });
});
