import type { OpenPilot } from './pilot.ts';

/** What the parts of a step take, in steps of another arm. */
export interface StepTimes {
  /** A step that runs nothing with a period. */
  readonly plain: number;
  /** What each section with a period adds. */
  readonly sections: ReadonlyMap<string, number>;
}

const ROUNDS = 9;
/** A submission lasts about this long, as in training, s: what submitting and a coarse clock add then weighs little. */
const SUBMISSION = 0.05;
const MOST_REPEATS = 128;

/**
 * Times the parts of a step in rounds of one submission each, beside one of the unit, so that all see the machine as it is.
 * The least of all rounds counts: what else the machine does only ever adds.
 * @throws DeviceLostError; the reason of `signal` once aborted.
 */
export async function stepTimes(own: OpenPilot, unit: OpenPilot, signal?: AbortSignal): Promise<StepTimes> {
  // Statistics come first, so that whatever is inverted after them is something.
  const sections = own.sections.toSorted((one, other) => Number(other === 'statistics') - Number(one === 'statistics'));
  const watches = [await stopwatch(unit, null), await stopwatch(own, null)];
  for (const section of sections) watches.push(await stopwatch(own, section));
  const least = watches.map(() => Infinity);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, watch] of watches.entries()) {
      signal?.throwIfAborted();
      least[index] = Math.min(least[index]!, await watch());
    }
  }
  const [one, plain, ...withSection] = least as [number, number, ...number[]];
  const added = sections.map((name, index) => [name, Math.max(0, withSection[index]! - plain) / one] as const);
  return { plain: plain / one, sections: new Map(added) };
}

/** Times a part of a step by as many replays in one submission as the machine takes for `SUBMISSION`; the first two warm caches up. */
async function stopwatch(pilot: OpenPilot, section: string | null): Promise<() => Promise<number>> {
  await pilot.replay(section, 1);
  const once = await pilot.replay(section, 1);
  const repeats = Math.max(1, Math.min(MOST_REPEATS, Math.round(SUBMISSION / once)));
  return async () => (await pilot.replay(section, repeats)) / repeats;
}
