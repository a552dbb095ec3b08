import { describe, expect, test } from 'vitest';
import { expectSameWeights, type ReferenceRule } from '../testing/optimizer-reference.ts';
import { runOptimizer, type OptimizerRun } from '../testing/optimizer-run.ts';
import { adam } from './adam.ts';
import type { RateSchedule } from './learning-rate.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';

const STEPS = 6;
const CONSTANT: RateSchedule = { warmUp: 0, decay: { kind: 'constant' } };
const problem = { steps: STEPS, widths: [3, 5, 2], cases: 7, seed: 11 } satisfies Omit<OptimizerRun, 'optimizer'>;

/** Moments of all weights, zeros at first. */
function moments(): (like: readonly Float64Array[]) => Float64Array[] {
  let kept: Float64Array[] | null = null;
  return (like) => (kept ??= like.map((flat) => new Float64Array(flat.length)));
}

describe('six steps agree with float64', () => {
  test.each([false, true])('SGD with momentum and L2, Nesterov %s', async (nesterov) => {
    const optimizer = sgd({ learningRate: 0.2, schedule: CONSTANT, momentum: 0.8, nesterov, weightDecay: 0.01 });
    const velocities = moments();
    const rule: ReferenceRule = (gradients, weights) =>
      gradients.map((gradient, layer) =>
        gradient.map((value, index) => {
          const v = velocities(gradients)[layer]!;
          const g = value + 0.01 * weights[layer]![index]!;
          v[index] = 0.8 * v[index]! + g;
          return -0.2 * (nesterov ? g + 0.8 * v[index] : v[index]);
        }),
      );
    expectSameWeights(await runOptimizer({ ...problem, optimizer }), rule);
  });

  test('Adam with decoupled decay', async () => {
    const optimizer = adam({ learningRate: 0.05, schedule: CONSTANT, beta1: 0.8, beta2: 0.95, epsilon: 1e-3, weightDecay: 0.1 });
    const [first, second] = [moments(), moments()];
    const rule: ReferenceRule = (gradients, weights, step) =>
      gradients.map((gradient, layer) =>
        gradient.map((g, index) => {
          const [m, v] = [first(gradients)[layer]!, second(gradients)[layer]!];
          m[index] = 0.8 * m[index]! + 0.2 * g;
          v[index] = 0.95 * v[index]! + 0.05 * g * g;
          const scaled = m[index] / (1 - 0.8 ** step) / (Math.sqrt(v[index] / (1 - 0.95 ** step)) + 1e-3);
          return -0.05 * (scaled + 0.1 * weights[layer]![index]!);
        }),
      );
    expectSameWeights(await runOptimizer({ ...problem, optimizer }), rule);
  });

  test('RMSprop with momentum and L2', async () => {
    const optimizer = rmsprop({ learningRate: 0.02, schedule: CONSTANT, decay: 0.9, epsilon: 1e-2, momentum: 0.7, weightDecay: 0.01 });
    const [squares, velocities] = [moments(), moments()];
    const rule: ReferenceRule = (gradients, weights) =>
      gradients.map((gradient, layer) =>
        gradient.map((value, index) => {
          const [v, b] = [squares(gradients)[layer]!, velocities(gradients)[layer]!];
          const g = value + 0.01 * weights[layer]![index]!;
          v[index] = 0.9 * v[index]! + 0.1 * g * g;
          b[index] = 0.7 * b[index]! + g / (Math.sqrt(v[index]) + 1e-2);
          return -0.02 * b[index];
        }),
      );
    expectSameWeights(await runOptimizer({ ...problem, optimizer }), rule);
  });
});

test('without momentum, Nesterov or not is the same to the bit', async () => {
  const run = (nesterov: boolean): OptimizerRun => ({
    ...problem,
    optimizer: sgd({ learningRate: 0.2, schedule: CONSTANT, momentum: 0, nesterov, weightDecay: 0 }),
  });
  expect((await runOptimizer(run(true))).weights).toEqual((await runOptimizer(run(false))).weights);
});
