import type { SeriesView } from './series.ts';

/** When one arm first reached the common loss. */
export interface Arrival {
  readonly arm: number;
  readonly name: string;
  readonly step: number;
  readonly seconds: number;
}

/** Who reached which loss when: the lowest loss that all arms still comparable have reached. */
export interface Standings {
  readonly loss: number;
  readonly arrivals: readonly Arrival[];
}

/**
 * Compares evaluated losses on the same examples. The common loss is the largest of the arms' best losses, so every arm has
 * reached it; an arm arrives at its first evaluation at or below it. Null until every arm was evaluated after its first step.
 */
export function standings(series: readonly SeriesView[]): Standings | null {
  const bests = series.map(bestAfterStart);
  const loss = Math.max(...bests);
  if (series.length === 0 || !Number.isFinite(loss)) return null;
  const arrivals = series.map((curve) => {
    const index = curve.values.findIndex((value) => value <= loss);
    return { arm: curve.arm, name: curve.name, step: curve.steps[index] ?? NaN, seconds: curve.seconds[index] ?? NaN };
  });
  return { loss, arrivals };
}

function bestAfterStart(curve: SeriesView): number {
  let best = Infinity;
  curve.values.forEach((value, index) => {
    if ((curve.steps[index] ?? 0) > 0 && value < best) best = value;
  });
  return best;
}
