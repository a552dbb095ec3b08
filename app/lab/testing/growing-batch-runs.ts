import type { StoredTensor } from '../files/safetensors.ts';
import type { OptimizerSpec } from '../optimizer-spec.ts';
import { sha256 } from '../sha256.ts';
import type { ArmStart, WithArm } from './moons-arms.ts';

/** 64, 100 and 160 of the 500 examples, from the steps after 0, 10 and 20 on. */
export const GROWING: ArmStart = { batchSize: 64, batchGrowth: { to: 160, steps: 21, stages: 3 } };
/** After 5 steps of 64 a batch of 164 is at the same example of 500: 5 · 64 = 320, and 5 · 164 = 820. */
const SEQUENTIAL: ArmStart = { batchSize: 64, order: 'sequential' };

/** Hashes of the weights after 35 steps of a growing batch: in two groupings, and resumed before, at and after a boundary. */
export async function regroupedAndResumed(withArm: WithArm, optimizer: OptimizerSpec): Promise<readonly string[]> {
  const hashes: string[] = [];
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
      hashes.push(await sha256(await arm.weights()));
    },
    GROWING,
  );
  await withArm(
    optimizer,
    'tanh',
    async (arm) => {
      for (const [step, tensors] of [[0, null], ...saved] as const) {
        if (tensors !== null) arm.restore({ file: 'saved', tensors });
        const { losses, step: reached } = await arm.train(35 - step);
        if (losses.length !== 35 - step || reached !== 35) throw new Error(`expected 35 steps, got ${losses.length} to ${reached}`);
        hashes.push(await sha256(await arm.weights()));
      }
    },
    GROWING,
  );
  return hashes;
}

/** Hashes of the weights after 25 steps, 20 of them with the larger batch: in two arms, and in one whose batch grows. */
export async function enlarged(withArm: WithArm, optimizer: OptimizerSpec): Promise<readonly string[]> {
  const hashes: string[] = [];
  let small: ReadonlyMap<string, StoredTensor> = new Map();
  await withArm(
    optimizer,
    'tanh',
    async (arm) => {
      await arm.train(5);
      small = await arm.save();
    },
    SEQUENTIAL,
  );
  await withArm(
    optimizer,
    'tanh',
    async (arm) => {
      arm.restore({ file: 'saved', tensors: small });
      await arm.train(20);
      hashes.push(await sha256(await arm.weights()));
    },
    { ...SEQUENTIAL, batchSize: 164 },
  );
  await withArm(
    optimizer,
    'tanh',
    async (arm) => {
      await arm.train(25);
      hashes.push(await sha256(await arm.weights()));
    },
    { ...SEQUENTIAL, batchGrowth: { to: 164, steps: 6, stages: 2 } },
  );
  return hashes;
}
