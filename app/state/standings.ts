import type { SeriesView } from './series.ts';

/** When one arm first reached the common loss. */
export interface Arrival {
  readonly arm: number;
  readonly name: string;
  readonly step: number;
  readonly seconds: number;
  /** Of the evaluation at which it arrived: the common loss or less. */
  readonly loss: number;
}

/** Who reached which loss when: the lowest loss that all arms still comparable have reached. */
export interface Standings {
  readonly loss: number;
  readonly arrivals: readonly Arrival[];
  /** Arms that have not got below the loss they started from; nothing is compared while there are any. */
  readonly behind: readonly string[];
}

/**
 * Compares evaluated losses on the same examples. The common loss is the largest of the arms' best losses, so every arm has
 * reached it; an arm arrives at its first evaluation at or below it. Null until every arm was evaluated after its first step.
 */
export function standings(series: readonly SeriesView[]): Standings | null {
  const bests = series.map(bestAfterStart);
  const loss = Math.max(...bests);
  if (series.length === 0 || !Number.isFinite(loss)) return null;
  const behind = series.filter((curve, index) => (bests[index] ?? NaN) >= lossAtStart(curve)).map((curve) => curve.name);
  const arrivals = series.map((curve) => {
    const index = curve.values.findIndex((value) => value <= loss);
    const [step = NaN, seconds = NaN, reached = NaN] = [curve.steps[index], curve.seconds[index], curve.values[index]];
    return { arm: curve.arm, name: curve.name, step, seconds, loss: reached };
  });
  return { loss, arrivals, behind };
}

/** The loss of one curve minus that of another at the newest step both have, NaN without one. */
export function differenceAtSameStep(one: SeriesView, other: SeriesView): number {
  const [mine, theirs] = [one.steps, other.steps];
  let [index, match] = [mine.length - 1, theirs.length - 1];
  while (index >= 0 && match >= 0 && mine[index] !== theirs[match]) {
    if ((mine[index] ?? 0) > (theirs[match] ?? 0)) index--;
    else match--;
  }
  return (one.values[index] ?? NaN) - (other.values[match] ?? NaN);
}

function lossAtStart({ steps, values }: SeriesView): number {
  return steps[0] === 0 ? (values[0] ?? Infinity) : Infinity;
}

function bestAfterStart(curve: SeriesView): number {
  let best = Infinity;
  curve.values.forEach((value, index) => {
    if ((curve.steps[index] ?? 0) > 0 && value < best) best = value;
  });
  return best;
}
