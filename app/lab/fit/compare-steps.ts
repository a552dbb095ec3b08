import type { Arm } from '../arm.ts';

/** Steps that invert at the start, when averages move most, are not counted. */
const SETTLING = 5;
/** Steps of each arm in all rounds together, about. */
const STEPS = 40;
const ROUNDS = { least: 3, most: 8 } as const;

/**
 * Seconds of a mean step of one arm as a multiple of another's, trained in turns, a period each, so that both see the machine
 * as it is; the least of all turns counts, as in the timing of parts.
 * @param period steps after which what an arm does comes again
 * @throws DeviceLostError; the reason of `signal` once aborted.
 */
export async function compareSteps(arm: Arm, unit: Arm, period: number, signal?: AbortSignal): Promise<number> {
  await arm.train(SETTLING);
  await unit.train(SETTLING);
  const rounds = Math.max(ROUNDS.least, Math.min(ROUNDS.most, Math.ceil(STEPS / period)));
  let [own, other] = [Infinity, Infinity];
  for (let round = 0; round < rounds; round++) {
    signal?.throwIfAborted();
    own = Math.min(own, (await arm.train(period)).seconds);
    other = Math.min(other, (await unit.train(period)).seconds);
  }
  return own / other;
}
