/** Allowed absolute error: one for all, one an element, or computed from the expected value. */
export type Allowed = number | ArrayLike<number> | ((expected: number, index: number) => number);

/** The element that uses up most of what it is allowed. */
export interface Closeness {
  /** Error as a share of the allowed error: at most 1 is fine; Infinity where NaN, infinity or an exact value is missed. */
  readonly worst: number;
  /** Index of that element, −1 for empty arrays. */
  readonly index: number;
  readonly got: number;
  readonly expected: number;
  readonly allowed: number;
}

/**
 * Compares element by element. NaN equals only NaN, an infinity only itself; with 0 allowed a value equals only itself
 * (0 and −0 are the same).
 * @throws Error when the lengths differ.
 */
export function closeness(got: ArrayLike<number>, expected: ArrayLike<number>, allowed: Allowed): Closeness {
  if (got.length !== expected.length) {
    throw new Error(`expectClose: expected ${String(expected.length)} elements, got ${String(got.length)}; compare equal shapes`);
  }
  let closest: Closeness = { worst: 0, index: -1, got: 0, expected: 0, allowed: 0 };
  for (let index = 0; index < got.length; index++) {
    const limit = allowedAt(allowed, expected[index]!, index);
    const share = shareOf(got[index]!, expected[index]!, limit);
    if (closest.index < 0 || share > closest.worst) {
      closest = { worst: share, index, got: got[index]!, expected: expected[index]!, allowed: limit };
    }
  }
  return closest;
}

/**
 * Asserts that every element is within its allowed absolute error.
 * @throws Error naming the worst index, what came, what was expected and how many elements fail.
 */
export function expectClose(got: ArrayLike<number>, expected: ArrayLike<number>, allowed: Allowed, label = 'expectClose'): void {
  const closest = closeness(got, expected, allowed);
  if (closest.worst <= 1) return;
  let failing = 0;
  for (let index = 0; index < got.length; index++) {
    if (shareOf(got[index]!, expected[index]!, allowedAt(allowed, expected[index]!, index)) > 1) failing++;
  }
  const error = Math.abs(closest.got - closest.expected);
  throw new Error(
    `${label}: expected ${String(closest.expected)} ± ${closest.allowed.toPrecision(3)} at index ${String(closest.index)}, ` +
      `got ${String(closest.got)} (error ${error.toPrecision(3)}); ${String(failing)} of ${String(got.length)} elements fail`,
  );
}

function allowedAt(allowed: Allowed, expected: number, index: number): number {
  if (typeof allowed === 'number') return allowed;
  return typeof allowed === 'function' ? allowed(expected, index) : allowed[index]!;
}

function shareOf(got: number, expected: number, allowed: number): number {
  if (got === expected || (Number.isNaN(got) && Number.isNaN(expected))) return 0;
  const error = Math.abs(got - expected);
  const share = Number.isFinite(error) ? error / allowed : Infinity;
  return Number.isNaN(share) ? Infinity : share;
}
