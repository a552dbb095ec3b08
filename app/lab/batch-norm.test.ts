import { describe, expect, test } from 'vitest';
import { testDevice } from '../../gpu/testing/device.ts';
import type { LayerDraft } from './model/layer-spec.ts';
import { sha256 } from './sha256.ts';
import { ADAPTIVE_KFAC, moonsArms, SGD, type ArmStart } from './testing/moons-arms.ts';

const withArm = moonsArms(testDevice);

const LAYERS: readonly LayerDraft[] = [
  { kind: 'dense', units: 16 },
  { kind: 'batch-norm', name: 'norm' },
  { kind: 'activation', function: 'tanh' },
  { kind: 'dense', units: 2 },
];
/** 64 and 160 of the 500 examples, from the steps after 0 and 20 on. */
const GROWING: ArmStart = { layers: LAYERS, batchSize: 64, batchGrowth: { to: 160, steps: 21, stages: 2 } };

describe('an arm with batch norm', () => {
  test.each([
    ['SGD', SGD],
    ['adaptive K-FAC', ADAPTIVE_KFAC],
  ] as const)('trained by %s has the same bits however its steps are grouped, its batch grows, and it is resumed', async (_, optimizer) => {
    await withArm(
      optimizer,
      'tanh',
      async (arm) => {
        const start = await arm.save();
        const state = async (): Promise<string> => {
          const tensors = await arm.save();
          const running = [...tensors].flatMap(([name, { bytes }]) => (name.startsWith('norm.running') ? [...bytes] : []));
          expect(running).toHaveLength(2 * 16 * 4);
          const { testLoss, trainLoss } = await arm.evaluate();
          return `${await sha256(await arm.weights())} ${running.join()} ${String(testLoss)} ${String(trainLoss)}`;
        };
        const first = await arm.evaluate();
        await arm.train(35);
        const whole = await state();
        const trained = await arm.evaluate();
        expect(trained.testLoss).toBeLessThan(first.testLoss);
        expect(trained.testMetric).toBeGreaterThan(0.8);

        arm.restore({ file: 'start', tensors: start });
        expect((await arm.evaluate()).testLoss).toBe(first.testLoss);
        await arm.train(6);
        await arm.train(11);
        const saved = await arm.save();
        const midway = await state();
        await arm.train(18);
        expect(await state()).toBe(whole);

        arm.restore({ file: 'saved', tensors: saved });
        expect(await state()).toBe(midway);
        await arm.train(18);
        expect(await state()).toBe(whole);
      },
      GROWING,
    );
  });
});
