import { candidateSpec, type Comparison, type Entrant } from './comparison.ts';
import { findMeasured, type Trial } from './results.ts';

/** How far an entrant is. */
export interface Standing {
  readonly entrant: Entrant;
  /** By candidate; undefined where it is not measured yet. */
  readonly trials: readonly (Trial | undefined)[];
  /** The candidate with the best training metric after the last update, the first of equals; null while none reached it. */
  readonly winner: Winner | null;
}

interface Winner {
  readonly candidate: number;
  readonly trial: Trial;
}

/** Whether the metric is an error rather than a share of right answers or of explained variance. */
export function isError({ experiment }: Comparison): boolean {
  return experiment.model.kind === 'autoencoder';
}

/** Where all entrants stand by the trials on one adapter. */
export function standingsOf(comparison: Comparison, trials: readonly Trial[], adapter: string): readonly Standing[] {
  const sign = isError(comparison) ? 1 : -1;
  const score = ({ trial }: Winner): number => sign * trial.evaluations.at(-1)!.trainMetric;
  return comparison.entrants.map((entrant) => {
    const own = entrant.candidates.map((_, candidate) => findMeasured(trials, candidateSpec(comparison, entrant, candidate), adapter));
    const finished = own.flatMap((trial, candidate) => (trial?.stopped === null ? [{ candidate, trial }] : []));
    return { entrant, trials: own, winner: finished.sort((a, b) => score(a) - score(b))[0] ?? null };
  });
}
