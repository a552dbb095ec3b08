import { candidateSpec, type Comparison, type Entrant } from './comparison.ts';
import { findMeasured, type Trial } from './results.ts';

/** The best candidate of an entrant. */
export interface Winner {
  readonly entrant: Entrant;
  /** Its index, and its trial; null where none reached the end. */
  readonly candidate: number | null;
  readonly trial: Trial | null;
}

/** Whether the metric is an error rather than a share of right answers. */
export function isError({ experiment }: Comparison): boolean {
  return experiment.model.kind === 'autoencoder';
}

/** The trials of an entrant's candidates in order; undefined where one is not measured yet. */
export function trialsOf(comparison: Comparison, entrant: Entrant, trials: readonly Trial[], adapter: string): (Trial | undefined)[] {
  return entrant.candidates.map((_, candidate) => findMeasured(trials, candidateSpec(comparison, entrant, candidate), adapter));
}

/** The candidate of each entrant with the best training metric after the last update; the first of equals. */
export function pickWinners(comparison: Comparison, trials: readonly Trial[], adapter: string): readonly Winner[] {
  const sign = isError(comparison) ? 1 : -1;
  return comparison.entrants.map((entrant) => {
    const scored = trialsOf(comparison, entrant, trials, adapter).flatMap((trial, candidate) => {
      const last = trial?.evaluations.at(-1);
      return trial === undefined || last === undefined || trial.stopped !== null
        ? []
        : [{ trial, candidate, score: sign * last.trainMetric }];
    });
    const [best] = scored.sort((a, b) => a.score - b.score);
    return { entrant, candidate: best?.candidate ?? null, trial: best?.trial ?? null };
  });
}
