import type { ExperimentSpec } from '../spec.ts';
import type { Comparison } from './comparison.ts';
import type { Standing } from './standings.ts';

/** Evaluations while the cost of updates is measured are only in the way; this is the longest period. */
const NEVER = 10_000;

/** The experiment in which the winners take turns. */
export function timingSpec({ experiment, timing }: Comparison, standings: readonly Standing[]): ExperimentSpec {
  return {
    ...experiment,
    stop: { steps: timing.warmUp + timing.updates, seconds: null },
    evaluation: { every: NEVER, trainExamples: 1 },
    arms: standings.flatMap(({ winner }) => winner?.trial.spec.arms ?? []),
  };
}
