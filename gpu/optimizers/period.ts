/** Steps between two runs of something: constant, or changing at given steps (`from` counts from 1, rising). */
export type Period = number | readonly { readonly from: number; readonly every: number }[];

/** Whether something with this period runs at a 1-based step. */
export function isPeriodDue(period: Period, step: number): boolean {
  const every = typeof period === 'number' ? period : (period.findLast(({ from }) => from <= step)?.every ?? 1);
  return step % every === 0;
}
