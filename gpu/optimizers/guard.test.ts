import { describe, expect, test } from 'vitest';
import { guardedCase, type GuardedCase } from '../testing/guarded-case.ts';
import { testDevice } from '../testing/device.ts';
import { readOnce } from '../runtime/readback.ts';
import { adam } from './adam.ts';
import { hessianFree } from './hessian-free.ts';
import { kfac } from './kfac.ts';
import type { KfacSettings } from './kfac-settings.ts';
import type { ScheduledRate } from './learning-rate.ts';
import { muon } from './muon.ts';
import type { Optimizer } from './optimizer.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';
import { shampoo } from './shampoo.ts';
import { soap } from './soap.ts';

const rate: ScheduledRate = { learningRate: 0.01, schedule: { warmUp: 2, decay: { kind: 'cosine', steps: 10, final: 0.5 } } };
const KFAC: KfacSettings = {
  estimation: 'empirical',
  step: { kind: 'fixed', learningRate: 0.1, momentum: 0.9, klClip: null },
  damping: { kind: 'fixed', lambda: 0.1 },
  decay: 0.9,
  statisticsEvery: 1,
  inverseEvery: 1,
  weightDecay: 0,
};
const OPTIMIZERS: readonly (readonly [name: string, optimizer: Optimizer])[] = [
  ['SGD', sgd({ ...rate, momentum: 0.9, nesterov: false, weightDecay: 0 })],
  ['Adam', adam({ ...rate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 })],
  ['K-FAC', kfac(KFAC)],
  ['adaptive K-FAC', kfac({ ...KFAC, step: { kind: 'quadratic-model' }, damping: { kind: 'levenberg-marquardt', lambda: 1 } })],
  ['RMSprop', rmsprop({ ...rate, decay: 0.9, epsilon: 1e-8, momentum: 0.5, weightDecay: 0.1 })],
  ['Muon', muon({ ...rate, momentum: 0.9, nesterov: true, weightDecay: 0.1 })],
  ['SOAP', soap({ ...rate, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, decay: 0.9, refreshEvery: 2, weightDecay: 0.1 })],
  [
    'Shampoo',
    shampoo({ ...rate, decay: 0.9, epsilon: 1e-6, refreshEvery: 2, grafting: true, momentum: 0.9, nesterov: true, weightDecay: 0.1 }),
  ],
  [
    'Hessian-free',
    hessianFree({ iterations: 3, tolerance: 0, warmStart: 0.95, damping: { kind: 'fixed', lambda: 0.1 }, weightDecay: 0.1 }),
  ],
];

/** Targets whose loss is lost, or finite and far beyond all before. */
const FAULTS = [
  ['is lost', (targets: Float32Array) => targets.map(() => 1e25)],
  ['is not a number', (targets: Float32Array) => targets.map(() => NaN)],
  ['exploded', (targets: Float32Array) => targets.map((value) => 100 * value)],
] as const;

async function withCase(optimizer: Optimizer, body: (guarded: GuardedCase) => Promise<void>): Promise<void> {
  const context = await testDevice();
  const baseline = context.memory.liveBytes;
  const guarded = await guardedCase(context, optimizer);
  try {
    await body(guarded);
  } finally {
    guarded.destroy();
  }
  expect(context.memory.liveBytes).toBe(baseline);
}

describe.each(OPTIMIZERS)('the guard of %s', (_, optimizer) => {
  test.each(FAULTS)('takes back the last step when the loss %s, counts it, and goes on', async (_fault, spoil) => {
    await withCase(optimizer, async (guarded) => {
      for (let step = 0; step < 3; step++) await guarded.step();
      const before = await guarded.parameters();
      await guarded.step();
      await guarded.step({ targets: spoil(guarded.targets) });
      expect(await guarded.parameters()).toEqual(before);
      expect(await guarded.finding()).toBeNull();
      expect((await guarded.scalars()).rejectedSteps).toBe(1);
      await guarded.step();
      const after = await guarded.parameters();
      expect(after).not.toEqual(before);
      expect(after.every(Number.isFinite)).toBe(true);
      expect((await guarded.scalars()).rejectedSteps).toBe(1);
    });
  });

  test('stops after five rejections in close succession and rests at good parameters', async () => {
    await withCase(optimizer, async (guarded) => {
      for (let step = 0; step < 4; step++) await guarded.step();
      const spoilt = FAULTS[0][1](guarded.targets);
      for (let rejected = 0; rejected < 4; rejected++) {
        await guarded.step({ targets: spoilt });
        await guarded.step();
        expect(await guarded.finding()).toBeNull();
      }
      await guarded.step({ targets: spoilt });
      expect(await guarded.finding()).toEqual({ step: 13, tensor: 'loss', kind: 'not-finite' });
      const resting = await guarded.parameters();
      expect(resting.every(Number.isFinite)).toBe(true);
      for (let step = 0; step < 3; step++) await guarded.step();
      expect(await guarded.parameters()).toEqual(resting);
      expect((await guarded.scalars()).rejectedSteps).toBe(5);
    });
  });

  test('forgives after ten accepted steps in a row', async () => {
    await withCase(optimizer, async (guarded) => {
      const spoilt = FAULTS[0][1](guarded.targets);
      for (let round = 0; round < 3; round++) {
        for (let step = 0; step < 10; step++) await guarded.step();
        for (let rejected = 0; rejected < 4; rejected++) await guarded.step({ targets: spoilt });
      }
      expect(await guarded.finding()).toBeNull();
      expect((await guarded.scalars()).rejectedSteps).toBe(12);
    });
  });
});

describe('K-FAC', () => {
  test.each([
    ['NaN', NaN],
    ['infinity', Infinity],
    ['a value whose square overflows', 1e25],
  ])('never lets %s into its factors, whichever signal holds it', async (_, value) => {
    const context = await testDevice();
    await withCase(kfac(KFAC), async (guarded) => {
      for (let step = 0; step < 3; step++) await guarded.step();
      const factors = async (): Promise<Float32Array> =>
        new Float32Array(await readOnce(context, [guarded.state.range(guarded.curvature!.factors)]));
      const before = await factors();
      expect(before.some((entry) => entry !== 0)).toBe(true);
      await guarded.step({ inputs: guarded.inputs.map((entry, index) => (index === 5 ? value : entry)) });
      expect(await factors()).toEqual(before);
      await guarded.step({ targets: guarded.targets.map((entry, index) => (index === 7 ? value : entry)) });
      expect(await factors()).toEqual(before);
      await guarded.step();
      const after = await factors();
      expect(after).not.toEqual(before);
      expect(after.every(Number.isFinite)).toBe(true);
    });
  });

  test('raises λ when a step is rejected in the period of its adaptation', async () => {
    await withCase(OPTIMIZERS[3]![1], async (guarded) => {
      for (let step = 0; step < 9; step++) await guarded.step();
      const { lambda } = await guarded.scalars();
      await guarded.step({ targets: FAULTS[2][1](guarded.targets) });
      await guarded.step();
      expect((await guarded.scalars()).lambda / lambda).toBeCloseTo((20 / 19) ** 5, 4);
    });
  });
});
