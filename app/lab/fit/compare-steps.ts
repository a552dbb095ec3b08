import type { Arm } from '../arm.ts';

/** Steps that invert at the start, when averages move most, are not counted. */
const SETTLING = 5;

/**
 * Seconds of a mean step of one arm as a multiple of another's, trained in turns so that both see the machine as it is.
 * @param steps of each arm in each of the rounds: a multiple of its longest period
 */
export async function compareSteps(arm: Arm, unit: Arm, steps: number, rounds: number): Promise<number> {
  await arm.train(SETTLING);
  await unit.train(SETTLING);
  let [own, other] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    own += (await arm.train(steps)).seconds;
    other += (await unit.train(steps)).seconds;
  }
  return own / other;
}
