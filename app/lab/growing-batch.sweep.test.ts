import { describe, expect, test } from 'vitest';
import { testDevice } from '../../gpu/testing/device.ts';
import { sweepOf } from '../../gpu/testing/sweep.ts';
import { enlarged, GROWING, regroupedAndResumed } from './testing/growing-batch-runs.ts';
import { KFAC, moonsArms, OPTIMIZERS, SGD } from './testing/moons-arms.ts';

const withArm = moonsArms(testDevice);

const TRIDIAGONAL = ['tridiagonal K-FAC', { ...KFAC, representation: 'tridiagonal' }] as const;
const GROWN = sweepOf([...OPTIMIZERS, TRIDIAGONAL], 'SGD', 'K-FAC');

describe('an arm whose batch grows', () => {
  test.each(GROWN)(
    'trained by %s has the same bits however its steps are grouped, and resumed before, at and after a boundary',
    async (_, optimizer) => {
      const hashes = await regroupedAndResumed(withArm, optimizer);
      expect(hashes).toHaveLength(6);
      expect(new Set(hashes).size).toBe(1);
    },
  );

  test.each(GROWN)('trained by %s is one that goes on from a smaller batch with all its variables', async (_, optimizer) => {
    const [inTwoArms, growing] = await enlarged(withArm, optimizer);
    expect(growing).toBe(inTwoArms);
  });

  test('begins as one whose batch does not grow, and leaves it at the first boundary', async () => {
    const losses: Float64Array[] = [];
    for (const start of [{ batchSize: 64 }, GROWING]) {
      await withArm(
        SGD,
        'tanh',
        async (arm) => {
          losses.push((await arm.train(12)).losses);
        },
        start,
      );
    }
    expect(losses[1]!.slice(0, 10)).toEqual(losses[0]!.slice(0, 10));
    expect(losses[1]![10]).not.toBe(losses[0]![10]);
  });

  test('takes for intermediate values what its largest batch takes alone', async () => {
    const bytes: number[] = [];
    for (const start of [{ batchSize: 160 }, GROWING]) {
      await withArm(
        KFAC,
        'tanh',
        (arm) => {
          bytes.push(arm.description.bytes);
          return Promise.resolve();
        },
        { ...start, hidden: [64, 64] },
      );
    }
    // Constants are each program's own.
    expect(bytes[1]! / bytes[0]!).toBeLessThan(1.1);
  });
});
