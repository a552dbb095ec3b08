import { expect, test } from 'vitest';
import { runOptimizer } from '../testing/optimizer-run.ts';
import { adam } from './adam.ts';
import { hessianFree } from './hessian-free.ts';
import { kfac } from './kfac.ts';
import type { ScheduledRate } from './learning-rate.ts';
import { muon } from './muon.ts';
import type { Optimizer } from './optimizer.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';
import { shampoo } from './shampoo.ts';
import { soap } from './soap.ts';

const POISONED = 3;
const rate: ScheduledRate = { learningRate: 0.01, schedule: { warmUp: 2, decay: { kind: 'cosine', steps: 10, final: 0.5 } } };
const damping = { kind: 'fixed', lambda: 0.1 } as const;

const OPTIMIZERS: readonly (readonly [string, Optimizer])[] = [
  ['SGD', sgd({ ...rate, momentum: 0.9, nesterov: true, weightDecay: 0.1 })],
  ['Adam', adam({ ...rate, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1 })],
  ['RMSprop', rmsprop({ ...rate, decay: 0.9, epsilon: 1e-8, momentum: 0.5, weightDecay: 0.1 })],
  ['Muon', muon({ ...rate, momentum: 0.9, nesterov: true, weightDecay: 0.1 })],
  ['SOAP', soap({ ...rate, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, decay: 0.9, refreshEvery: 2, weightDecay: 0.1 })],
  [
    'Shampoo',
    shampoo({ ...rate, decay: 0.9, epsilon: 1e-6, refreshEvery: 2, grafting: true, momentum: 0.9, nesterov: true, weightDecay: 0.1 }),
  ],
  ['Hessian-free', hessianFree({ iterations: 3, tolerance: 0, warmStart: 0.95, damping, weightDecay: 0.1 })],
  [
    'K-FAC',
    kfac({
      estimation: 'empirical',
      step: { kind: 'quadratic-model' },
      damping,
      decay: 0.95,
      statisticsEvery: 1,
      inverseEvery: 1,
      weightDecay: 0.1,
    }),
  ],
];

test.each(OPTIMIZERS)('%s moves nothing from the first step on that is not finite', async (_, optimizer) => {
  const problem = { optimizer, widths: [3, 5, 2], cases: 7, seed: 2, steps: 6 };
  const { weights, finding } = await runOptimizer({ ...problem, poisonedStep: POISONED });
  expect(finding).toEqual({ step: POISONED, tensor: 'loss' });
  const [first, resting, ...later] = weights;
  expect(first).not.toEqual(resting);
  expect(later).toHaveLength(4);
  for (const after of later) expect(after).toEqual(resting);
});
