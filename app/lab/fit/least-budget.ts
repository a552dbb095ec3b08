import type { Attempt } from './fit-budget.ts';

/** The least that would have been enough, as far as it is known. */
export interface LeastBudget {
  readonly label: string;
  readonly bytes: number;
  /** In steps of SGD; null where nothing was timed, as nothing may be run in more memory than was granted. */
  readonly relative: number | null;
}

/** Of refused attempts the one with the quickest step in the memory that was granted; where none fits it, the smallest. */
export function leastBudget(attempts: readonly Attempt[]): LeastBudget | null {
  const timed = attempts.flatMap(({ label, bytes, relative }) => (relative === null ? [] : [{ label, bytes, relative }]));
  const [quickest] = timed.toSorted((one, other) => one.relative - other.relative);
  if (quickest !== undefined) return quickest;
  const [smallest] = attempts.toSorted((one, other) => one.bytes - other.bytes);
  return smallest === undefined ? null : { label: smallest.label, bytes: smallest.bytes, relative: null };
}
