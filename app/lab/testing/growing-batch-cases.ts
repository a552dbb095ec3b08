import { expect, test } from 'vitest';
import { testDevice } from '../../../gpu/testing/device.ts';
import type { StoredTensor } from '../files/safetensors.ts';
import type { OptimizerSpec } from '../optimizer-spec.ts';
import { sha256 } from '../sha256.ts';
import { moonsArms, type ArmStart } from './moons-arms.ts';

const withArm = moonsArms(testDevice);

/** 64, 100 and 160 of the 500 examples, from the steps after 0, 10 and 20 on. */
export const GROWING: ArmStart = { batchSize: 64, batchGrowth: { to: 160, steps: 21, stages: 3 } };

/** That a batch which grows changes nothing but sizes. */
export function testGrowingBatch(optimizers: readonly (readonly [name: string, optimizer: OptimizerSpec])[]): void {
  test.each(optimizers)(
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

  test.each(optimizers)('trained by %s is one that goes on from a smaller batch with all its variables', async (_, optimizer) => {
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
}
