import { describe, expect, test } from 'vitest';
import { squaredError } from '../losses/squared-error.ts';
import { testDevice } from '../testing/device.ts';
import { trainCase, type TrainedStep } from '../testing/training-case.ts';
import { kfac } from './kfac.ts';

describe('K-FAC with the quadratic model on linear regression', () => {
  test('identity 14: where F̂ = F and damping vanishes, one step with α = 1 and μ = 0 arrives, and ρ = 1', async () => {
    const [first, second] = await regress({ lambda: 1e-8, steps: 2 });
    expect(first!.alpha).toBeCloseTo(1, 2);
    expect(first!.mu).toBe(0);
    const change = second!.loss - first!.loss;
    expect(change).toBeLessThan(0);
    expect(change / first!.predicted).toBeCloseTo(1, 2);
    // At the minimum of the quadratic nothing is left to gain.
    expect(Math.abs(second!.predicted)).toBeLessThan(1e-4 * Math.abs(first!.predicted));
  });

  test('identity 15: without curvature but λ, the model predicts half of ∇hᵀδ', async () => {
    const lambda = 1e4;
    const [first, second] = await regress({ lambda, steps: 2 });
    // δ = −∇/λ moves so little that h changes by ∇hᵀδ, twice what the damped model predicts.
    expect((second!.loss - first!.loss) / first!.predicted).toBeCloseTo(2, 1);
  });

  test('λ shrinks while the model keeps its promises, and ρ is in the report', async () => {
    const reports = await regress({ lambda: 1, steps: 10 });
    expect(reports[9]!.rho).toBeGreaterThan(0.75);
    expect(reports[4]!.lambda).toBeCloseTo(1, 6);
    expect(reports[9]!.lambda).toBeCloseTo(0.95 ** 5, 5);
  });
});

/** Reports of full-batch steps on a random least-squares problem. */
async function regress({ lambda, steps }: { lambda: number; steps: number }): Promise<TrainedStep['report'][]> {
  const trained = await trainCase(await testDevice(), {
    optimizer: kfac({
      estimation: 'exact',
      step: { kind: 'quadratic-model' },
      damping: { kind: 'levenberg-marquardt', lambda },
      decay: 0.95,
      statisticsEvery: 1,
      inverseEvery: 1,
      weightDecay: 0,
    }),
    widths: [4, 3],
    activation: null,
    loss: squaredError,
    cases: 40,
    seed: 5,
    steps,
  });
  return trained.map(({ report }) => report);
}
