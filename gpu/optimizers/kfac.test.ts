import { describe, expect, test } from 'vitest';
import { SLICE_ALIGNMENT } from '../graph/state.ts';
import { bernoulliCrossEntropy } from '../losses/bernoulli-cross-entropy.ts';
import { relativeError } from '../testing/dense-network.ts';
import { testDevice } from '../testing/device.ts';
import { trainCase, type TrainedStep, type TrainingCase } from '../testing/training-case.ts';
import type { KfacSettings } from './kfac-settings.ts';
import { kfac } from './kfac.ts';
import { REPORT_FIELDS } from './report.ts';

const ADAPTIVE = {
  estimation: 'exact',
  step: { kind: 'quadratic-model' },
  damping: { kind: 'levenberg-marquardt', lambda: 0.5 },
  decay: 0.95,
  statisticsEvery: 1,
  inverseEvery: 3,
  weightDecay: 1e-3,
} as const satisfies KfacSettings;

const NETWORK: Omit<TrainingCase, 'optimizer' | 'steps'> = {
  widths: [7, 9, 5],
  activation: 'tanh',
  loss: bernoulliCrossEntropy,
  cases: 12,
  seed: 31,
};

describe('K-FAC as in the paper', () => {
  test('γ becomes the candidate whose quadratic model promises most, every 20 steps', async () => {
    const damping = { kind: 'levenberg-marquardt', lambda: 0.5, gamma: 'searched' } as const;
    const steps = await train({ ...ADAPTIVE, damping }, { steps: 41 });
    const gammaAfter = (step: number): number => steps[step - 1]!.variables.get('gamma')![0]!;
    const omega = Math.sqrt(19 / 20) ** 20;
    expect(gammaAfter(19)).toBeCloseTo(Math.sqrt(0.5 + 1e-3), 5);
    for (const searched of [20, 40]) {
      const attempts = steps[searched - 1]!.variables.get('gamma attempts')!;
      const promised = [0, 1, 2].map((index) => attempts[index * SLICE_ALIGNMENT + REPORT_FIELDS.indexOf('predicted')]!);
      expect(new Set(promised).size).toBe(3);
      const best = promised.indexOf(Math.min(...promised));
      expect(gammaAfter(searched) / gammaAfter(searched - 1)).toBeCloseTo([1, omega, 1 / omega][best]!, 5);
      // The step is then taken with the inverses of the γ that was chosen.
      expect(steps[searched - 1]!.report.predicted / promised[best]!).toBeCloseTo(1, 3);
    }
  });

  test('statistics and products on half a batch whose halves are equal are those of the whole batch', async () => {
    const halves = { ...NETWORK, repeats: 2 };
    const whole = await train(ADAPTIVE, { ...halves, steps: 4 });
    const half = await train(
      { ...ADAPTIVE, statisticsFraction: 0.5, step: { kind: 'quadratic-model', fraction: 0.5 } },
      { ...halves, steps: 4 },
    );
    for (const [index, { report, variables }] of whole.entries()) {
      const other = half[index]!;
      expect(relativeError(other.variables.get('factors')!, variables.get('factors')!)).toBeLessThan(1e-4);
      for (const field of ['alpha', 'mu', 'predicted'] as const) expect(other.report[field]).toBeCloseTo(report[field], 3);
    }
    expect(half.at(-1)!.report.mu).not.toBe(0);
  });

  test('statistics of a fraction are those of its cases alone', async () => {
    const some = await train({ ...ADAPTIVE, statisticsFraction: 0.25 }, { steps: 1 });
    // Exact estimation does not look at targets, which depend on the number of cases.
    const alone = await train(ADAPTIVE, { cases: NETWORK.cases / 4, steps: 1 });
    expect(relativeError(some[0]!.variables.get('factors')!, alone[0]!.variables.get('factors')!)).toBeLessThan(1e-5);
  });

  test('the average of iterates is θ̄ ← ξ θ̄ + (1 − ξ) θ, unbiased from the first step on', async () => {
    const decay = 0.6;
    const steps = await train({ ...ADAPTIVE, iterateDecay: decay }, { steps: 6 });
    let expected: number[] = [];
    for (const [index, { variables }] of steps.entries()) {
      const weight = Math.max(1 / (index + 1), 1 - decay);
      const parameters = variables.get('parameters')!;
      expected = Array.from(parameters, (value, at) => (expected[at] ?? 0) + weight * (value - (expected[at] ?? 0)));
      expect(relativeError(variables.get('averaged parameters')!, expected)).toBeLessThan(1e-6);
    }
  });

  test('a scheduled λ goes by equal factors to its final value and stays', async () => {
    const damping = { kind: 'scheduled', lambda: 8, finalLambda: 0.5, steps: 4 } as const;
    const steps = await train({ ...ADAPTIVE, damping }, { steps: 6 });
    for (const [index, expected] of [4, 2, 1, 0.5, 0.5, 0.5].entries()) expect(steps[index]!.report.lambda / expected).toBeCloseTo(1, 5);
  });

  test('inversions follow their schedule', async () => {
    const inverseEvery = [
      { from: 1, every: 2 },
      { from: 6, every: 4 },
    ];
    const steps = await train({ ...ADAPTIVE, inverseEvery }, { steps: 12 });
    const changed = steps.flatMap(({ variables }, index) => {
      const before = steps[index - 1]?.variables.get('inverses');
      return before !== undefined && relativeError(variables.get('inverses')!, before) === 0 ? [] : [index + 1];
    });
    // The first three steps always invert.
    expect(changed).toEqual([1, 2, 3, 4, 8, 12]);
  });
});

async function train(settings: KfacSettings, problem: Partial<TrainingCase> & Pick<TrainingCase, 'steps'>): Promise<TrainedStep[]> {
  return trainCase(await testDevice(), { ...NETWORK, optimizer: kfac(settings), ...problem });
}
