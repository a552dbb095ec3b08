/** Steps between two runs of something: constant, or changing at given steps (`from` counts from 1, rising). */
export type Period = number | readonly { readonly from: number; readonly every: number }[];

/** Whether something with this period runs at a 1-based step. */
export function isPeriodDue(period: Period, step: number): boolean {
  return step % stepsOf(period, step) === 0;
}

/** Whether the share `index` of `count`, which take turns within a period, runs at a 1-based step. */
export function isShareDue(index: number, count: number, period: Period, step: number): boolean {
  const every = stepsOf(period, step);
  return step % every === Math.floor((index * every) / count) % every;
}

function stepsOf(period: Period, step: number): number {
  return typeof period === 'number' ? period : (period.findLast(({ from }) => from <= step)?.every ?? 1);
}
