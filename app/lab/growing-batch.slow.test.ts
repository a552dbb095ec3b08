import { describe, expect, test } from 'vitest';
import { testDevice } from '../../gpu/testing/device.ts';
import { enlarged, regroupedAndResumed } from './testing/growing-batch-runs.ts';
import { moonsArms, OPTIMIZERS } from './testing/moons-arms.ts';

const withArm = moonsArms(testDevice);

describe('an arm whose batch grows', () => {
  test.each(OPTIMIZERS)(
    'trained by %s has the same bits however its steps are grouped, and resumed before, at and after a boundary',
    async (_, optimizer) => {
      const hashes = await regroupedAndResumed(withArm, optimizer);
      expect(hashes).toHaveLength(6);
      expect(new Set(hashes).size).toBe(1);
    },
  );

  test.each(OPTIMIZERS)('trained by %s is one that goes on from a smaller batch with all its variables', async (_, optimizer) => {
    const [inTwoArms, growing] = await enlarged(withArm, optimizer);
    expect(growing).toBe(inTwoArms);
  });
});
