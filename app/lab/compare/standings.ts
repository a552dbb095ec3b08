import { taskOf } from '../task-of.ts';
import { candidateSpec, type Comparison, type Entrant } from './comparison.ts';
import { findMeasured, type Trial } from './results.ts';

/** How far an entrant is. */
export interface Standing {
  readonly entrant: Entrant;
  /** By candidate; undefined where it is not measured yet. */
  readonly trials: readonly (Trial | undefined)[];
  /** The best candidate, the first of equals; null while none reached the last update. */
  readonly winner: Winner | null;
}

export interface Winner {
  readonly candidate: number;
  readonly trial: Trial;
  /** Updates to the target loss; null without a target, or where it was not reached. */
  readonly reached: number | null;
}

/** Whether the metric is an error rather than a share of right answers or of explained variance. */
export function isError({ experiment }: Comparison): boolean {
  return taskOf(experiment).kind === 'reconstruction';
}

/**
 * Where all entrants stand by the trials on one adapter. The best candidate is the first to reach the target loss, or where
 * none does the one with the least loss after the last update; without a target it is the one with the best training metric.
 */
export function standingsOf(comparison: Comparison, trials: readonly Trial[], adapter: string): readonly Standing[] {
  return comparison.entrants.map((entrant) => {
    const own = entrant.candidates.map((_, candidate) => findMeasured(trials, candidateSpec(comparison, entrant, candidate), adapter));
    const finished = own.flatMap((trial, candidate) =>
      trial?.stopped === null ? [{ candidate, trial, reached: updatesTo(comparison.targetLoss, trial) }] : [],
    );
    return { entrant, trials: own, winner: finished.sort((a, b) => rank(comparison, a, b))[0] ?? null };
  });
}

/** The first update at which the training loss was at most the target. */
function updatesTo(target: number | null, { evaluations }: Trial): number | null {
  return target === null ? null : (evaluations.find(({ trainLoss }) => trainLoss <= target)?.step ?? null);
}

/** Negative where `a` is better than `b`. */
function rank(comparison: Comparison, a: Winner, b: Winner): number {
  const endOf = ({ trial }: Winner): Trial['evaluations'][number] => trial.evaluations.at(-1)!;
  if (comparison.targetLoss === null) return (isError(comparison) ? 1 : -1) * (endOf(a).trainMetric - endOf(b).trainMetric);
  if (a.reached !== b.reached) return (a.reached ?? Infinity) - (b.reached ?? Infinity);
  return endOf(a).trainLoss - endOf(b).trainLoss;
}
