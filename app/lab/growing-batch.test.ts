import { describe, expect, test } from 'vitest';
import { testDevice } from '../../gpu/testing/device.ts';
import type { StoredTensor } from './files/safetensors.ts';
import { sha256 } from './sha256.ts';
import { KFAC, OPTIMIZERS, SGD, moonsArms, type ArmStart } from './testing/moons-arms.ts';

const withArm = moonsArms(testDevice);

/** 64, 100 and 160 of the 500 examples, from the steps after 0, 10 and 20 on. */
const GROWING: ArmStart = { batchSize: 64, batchGrowth: { to: 160, steps: 21, stages: 3 } };
const TRIDIAGONAL = { ...KFAC, representation: 'tridiagonal' } as const;
const ALL = [...OPTIMIZERS, ['tridiagonal K-FAC', TRIDIAGONAL]] as const;

describe('an arm whose batch grows', () => {
  test.each(ALL)(
    'trained by %s has the same bits however its steps are grouped, and resumed before, at and after a boundary',
    async (_, optimizer) => {
      const weights: string[] = [];
      const saved = new Map<number, ReadonlyMap<string, StoredTensor>>();
      await withArm(
        optimizer,
        'tanh',
        async (arm) => {
          for (const step of [6, 10, 13, 20]) {
            await arm.train(step - (saved.size === 0 ? 0 : [...saved.keys()].at(-1)!));
            saved.set(step, await arm.save());
          }
          await arm.train(15);
          weights.push(await sha256(await arm.weights()));
        },
        GROWING,
      );
      await withArm(
        optimizer,
        'tanh',
        async (arm) => {
          expect((await arm.train(35)).losses).toHaveLength(35);
          weights.push(await sha256(await arm.weights()));
          for (const [step, tensors] of saved) {
            arm.restore({ file: 'saved', tensors });
            expect((await arm.train(35 - step)).step).toBe(35);
            weights.push(await sha256(await arm.weights()));
          }
        },
        GROWING,
      );
      expect(weights).toHaveLength(6);
      expect(new Set(weights).size).toBe(1);
    },
  );

  test.each(ALL)('trained by %s is one that goes on from a smaller batch with all its variables', async (_, optimizer) => {
    let small: ReadonlyMap<string, StoredTensor> = new Map();
    // After 5 steps of 64 both sizes are at the same example of 500: 5 · 64 = 320, and 5 · 164 = 820.
    const sequential = { batchSize: 64, order: 'sequential' } as const;
    await withArm(
      optimizer,
      'tanh',
      async (arm) => {
        await arm.train(5);
        small = await arm.save();
      },
      sequential,
    );
    const weights: string[] = [];
    await withArm(
      optimizer,
      'tanh',
      async (arm) => {
        arm.restore({ file: 'saved', tensors: small });
        await arm.train(20);
        weights.push(await sha256(await arm.weights()));
      },
      { ...sequential, batchSize: 164 },
    );
    await withArm(
      optimizer,
      'tanh',
      async (arm) => {
        await arm.train(25);
        weights.push(await sha256(await arm.weights()));
      },
      { ...sequential, batchGrowth: { to: 164, steps: 6, stages: 2 } },
    );
    expect(weights[1]).toBe(weights[0]);
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
