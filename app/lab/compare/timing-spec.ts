import type { ExperimentSpec } from '../spec.ts';
import type { Comparison } from './comparison.ts';
import { pickWinners } from './pick-winners.ts';
import type { Trial } from './results.ts';

/** Evaluations while the cost of updates is measured are only in the way; this is the longest period. */
const NEVER = 10_000;

/** The experiment in which the winners take turns. */
export function timingSpec(comparison: Comparison, trials: readonly Trial[], adapter: string): ExperimentSpec {
  const { experiment, timing } = comparison;
  const arms = pickWinners(comparison, trials, adapter).flatMap(({ trial }) => trial?.spec.arms ?? []);
  return {
    ...experiment,
    stop: { steps: timing.warmUp + timing.updates, seconds: null },
    evaluation: { every: NEVER, trainExamples: 1 },
    arms,
  };
}
