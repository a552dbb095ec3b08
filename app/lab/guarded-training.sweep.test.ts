import { describe, expect, test } from 'vitest';
import { testDevice } from '../../gpu/testing/device.ts';
import { sweepOf } from '../../gpu/testing/sweep.ts';
import type { Arm, TrainingRecord } from './arm.ts';
import type { KfacSpec } from './kfac-spec.ts';
import type { OptimizerSpec } from './optimizer-spec.ts';
import { constantRate } from './schedule-spec.ts';
import { sha256 } from './sha256.ts';
import { KFAC, moonsArms } from './testing/moons-arms.ts';

interface Setting {
  readonly hidden?: number[];
  readonly activation?: 'tanh' | 'relu';
}

const lend = moonsArms(testDevice);

function withArm(
  optimizer: OptimizerSpec,
  body: (arm: Arm) => Promise<void>,
  { activation = 'tanh', ...start }: Setting = {},
): Promise<void> {
  return lend(optimizer, activation, body, start);
}

function sgd(learningRate: number): OptimizerSpec {
  return { kind: 'sgd', learningRate, schedule: constantRate, momentum: 0.9, nesterov: false, weightDecay: 0 };
}

const INVERSES: readonly (readonly [name: string, choices: Partial<KfacSpec>])[] = [
  ['Newton–Schulz', { inverse: { kind: 'newton-schulz', iterations: 2 } }],
  ['inverse-free updates', { inverse: { kind: 'inverse-free', rate: 1, momentum: 0 }, inverseEvery: 1 }],
  ['layers in turns', { refresh: { kind: 'round-robin', shares: 3 } }],
  ['adaptive refreshes', { refresh: { kind: 'adaptive', residual: 0.1 }, inverseEvery: 1 }],
];

describe('K-FAC', () => {
  test.each(INVERSES)('with %s learns the moons', async (_, choices) => {
    await withArm({ ...KFAC, ...choices }, async (arm) => {
      const { failure, scalars } = await arm.train(200);
      expect(failure).toBeNull();
      expect(scalars).toMatchObject({ rejectedSteps: 0, staleInverses: 0, ladderRungs: 0, fallbacks: 0 });
      expect(scalars['residual']).toBeLessThan(0.2);
      expect((await arm.evaluate()).testMetric).toBeGreaterThan(0.9);
    });
  });

  test('with adaptive refreshes leaves most inverses alone', async () => {
    await withArm({ ...KFAC, refresh: { kind: 'adaptive', residual: 0.1 }, inverseEvery: 1 }, async (arm) => {
      let kept = 0;
      for (let step = 0; step < 60; step++) kept += (await arm.train(1)).scalars['keptInverses']!;
      expect(kept / (60 * 6)).toBeGreaterThan(0.5);
    });
  });

  test('tells how old its oldest inverse is', async () => {
    await withArm({ ...KFAC, inverseEvery: 50 }, async (arm) => {
      expect((await arm.train(40)).scalars['inverseStep']).toBe(3);
      expect((await arm.train(20)).scalars['inverseStep']).toBe(50);
    });
  });
});

/** Settings that make steps fail, and those that change what a step does, each with guards at work. */
const GROUPED: readonly (readonly [name: string, optimizer: OptimizerSpec])[] = [
  ...INVERSES.map(([name, choices]) => [name, { ...KFAC, ...choices }] as const),
  ['a rate that explodes', sgd(30)],
  ['K-FAC without damping', { ...KFAC, damping: { kind: 'fixed', lambda: 0 }, dampingFloor: 0 }],
];

const FEW_GROUPED = sweepOf(GROUPED, 'inverse-free updates', 'adaptive refreshes', 'K-FAC without damping');

test.each(FEW_GROUPED)('%s gives the same bits however its steps are grouped', async (_, optimizer) => {
  const results: string[] = [];
  // The 128th step looks after inverses that fail.
  for (const groups of [
    [90, 90],
    [1, 7, 52, 120],
  ]) {
    await withArm(
      optimizer,
      async (arm) => {
        const records: TrainingRecord[] = [];
        for (const count of groups) if ((records.at(-1)?.failure ?? null) === null) records.push(await arm.train(count));
        const { failure, scalars } = records.at(-1)!;
        results.push(`${await sha256(await arm.weights())} ${JSON.stringify([failure, scalars['rejectedSteps'], scalars['fallbacks']])}`);
      },
      { activation: 'relu' },
    );
  }
  expect(new Set(results).size).toBe(1);
});

test('a rate that explodes is rejected several times before the arm stops', async () => {
  await withArm(
    sgd(1e6),
    async (arm) => {
      const { failure, scalars } = await arm.train(200);
      expect(failure?.tensor).toBe('loss');
      expect(scalars['rejectedSteps']).toBe(5);
      const { trainLoss } = await arm.evaluate();
      expect(trainLoss).toBeLessThan(10);
    },
    { activation: 'relu' },
  );
});

/** What a person may ask for, and what no one should. */
const ABSURD: readonly (readonly [name: string, choices: Partial<KfacSpec>, setting: Setting])[] = [
  ['λ = 0', { damping: { kind: 'fixed', lambda: 0 } }, {}],
  ['λ = 0 without a floor', { damping: { kind: 'fixed', lambda: 0 }, dampingFloor: 0 }, {}],
  ['λ = 1e-30', { damping: { kind: 'fixed', lambda: 1e-30 } }, {}],
  ['λ = 1e-30 and a solved step', { step: { kind: 'quadratic-model', fraction: 1 }, damping: { kind: 'fixed', lambda: 1e-30 } }, {}],
  ['rank-deficient factors', { damping: { kind: 'fixed', lambda: 1e-10 }, decay: 0 }, { hidden: [80, 80] }],
  [
    'ReLU layers that die',
    { step: { kind: 'fixed', learningRate: 50, schedule: constantRate, momentum: 0.9, klClip: null } },
    { activation: 'relu' },
  ],
  [
    'zero factors',
    { damping: { kind: 'fixed', lambda: 0 }, step: { kind: 'fixed', learningRate: 1, schedule: constantRate, momentum: 0, klClip: 0.01 } },
    { activation: 'relu', hidden: [1, 1] },
  ],
];

test.each(sweepOf(ABSURD, 'λ = 0', 'λ = 0 without a floor', 'ReLU layers that die', 'zero factors'))(
  '1,000 steps with %s stay finite or stop with the reason',
  async (_, choices, setting) => {
    await withArm(
      { ...KFAC, ...choices },
      async (arm) => {
        let record: TrainingRecord = await arm.train(250);
        while (record.failure === null && record.step < 1_000) record = await arm.train(250);
        if (record.failure !== null) expect(record.failure.tensor).toMatch(/^(loss|step|dense \d)$/);
        else expect(record.losses.every(Number.isFinite)).toBe(true);
        expect((await arm.weights()).every(Number.isFinite)).toBe(true);
        expect(Number.isFinite((await arm.evaluate()).trainLoss)).toBe(true);
        for (const field of ['rejectedSteps', 'ladderRungs', 'staleInverses', 'fallbacks'])
          expect(record.scalars[field]).toBeGreaterThanOrEqual(0);
      },
      setting,
    );
  },
);
