import type { Prepared } from './peer.ts';

/** Milliseconds a repetition; `cold` when the only sample includes compilation, because one takes too long to repeat. */
export interface Sampled {
  readonly minimum: number;
  readonly median: number;
  readonly samples: number;
  readonly cold: boolean;
  readonly check: number;
}

const BUDGET = 3_000;
const LONG = 15_000;
const SAMPLE = 120;
const MAX_SAMPLES = 9;
const MIN_SAMPLES = 3;
const MAX_REPETITIONS = 64;

/** Warms up, then samples for about three seconds; several repetitions share a sample where they are short. */
export async function sample(prepared: Prepared): Promise<Sampled> {
  const { warmUp = 1, period = 1 } = prepared;
  const first = await prepared.run(warmUp);
  if (period === 1 && first / warmUp > LONG) return summary([first / warmUp], true, await prepared.check());
  const one = (await prepared.run(period)) / period;
  const repetitions = period * Math.max(1, Math.min(MAX_REPETITIONS, Math.floor(SAMPLE / (one * period))));
  const samples: number[] = repetitions === period ? [one] : [];
  let spent = one * period;
  while (samples.length < MAX_SAMPLES && (spent < BUDGET || (samples.length < MIN_SAMPLES && spent < LONG))) {
    const milliseconds = await prepared.run(repetitions);
    samples.push(milliseconds / repetitions);
    spent += milliseconds;
  }
  return summary(samples, false, await prepared.check());
}

function summary(samples: readonly number[], cold: boolean, check: number): Sampled {
  const sorted = samples.toSorted((a, b) => a - b);
  return { minimum: sorted[0]!, median: sorted[Math.floor(sorted.length / 2)]!, samples: samples.length, cold, check };
}
