import { describe, expect, test } from 'vitest';
import { testDevice } from '../../gpu/testing/device.ts';
import { sweep } from '../../gpu/testing/sweep.ts';
import { makeWave } from './datasets/wave.ts';
import type { OptimizerSpec } from './optimizer-spec.ts';
import { ADAPTIVE_KFAC, KFAC, moonsArms, OPTIMIZERS, SGD } from './testing/moons-arms.ts';

const wave = { kind: 'wave', trainExamples: 500, testExamples: 130, noise: 0.1 } as const;
const withArm = moonsArms(testDevice);

describe('an arm that tells numbers', () => {
  const exact: OptimizerSpec = { ...KFAC, estimation: 'exact' };
  const few: readonly (readonly [name: string, optimizer: OptimizerSpec])[] = [
    ['SGD', SGD],
    ['adaptive K-FAC', ADAPTIVE_KFAC],
    ['K-FAC with the exact Fisher', exact],
  ];
  const others = OPTIMIZERS.filter(([name]) => ['SOAP', 'Hessian-free', 'K-FAC', 'EKFAC'].includes(name));
  test.each(sweep(few, others))('trained by %s comes closer to them', async (_, optimizer) => {
    await withArm(
      optimizer,
      'tanh',
      async (arm) => {
        const before = await arm.evaluate();
        const { failure } = await arm.train(120);
        const after = await arm.evaluate();
        expect(failure).toBeNull();
        expect(after.testLoss).toBeLessThan(before.testLoss);
        expect(after.testMetric).toBeGreaterThan(before.testMetric);
        expect(after.testScores).toHaveLength(1);
      },
      { data: wave },
    );
  });

  test('is scored by the mean squared error and R² of its predictions, of which its loss is half', async () => {
    const { test: held } = makeWave(wave, 7);
    const truth = held.targets!.values;
    await withArm(
      ADAPTIVE_KFAC,
      'tanh',
      async (arm) => {
        await arm.train(20);
        const { testLoss, testMetric, testScores } = await arm.evaluate();
        const told = await arm.predict(Float32Array.from(held.inputs), 130);
        const mean = truth.reduce((sum, value) => sum + value, 0) / 130;
        const error = told.reduce((sum, value, index) => sum + (value - truth[index]!) ** 2, 0) / 130;
        const variance = truth.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 130;
        expect(testScores?.[0]?.meanSquaredError).toBeCloseTo(error, 5);
        expect(testMetric).toBeCloseTo(1 - error / variance, 5);
        expect(testLoss).toBeCloseTo(error / 2, 5);
      },
      { data: wave },
    );
  });
});
