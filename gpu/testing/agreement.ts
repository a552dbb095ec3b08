/** How well one quantity agrees with a reference. */
export interface Agreement {
  readonly quantity: string;
  /** Largest difference as a share of what it is measured by; Infinity where anything is not finite. */
  readonly difference: number;
  readonly allowed: number;
}

/**
 * The largest difference over the largest magnitude expected; 0 where both are all zeros, Infinity where anything is not
 * finite.
 * @throws Error when the lengths differ.
 */
export function relativeDifference(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (got.length !== expected.length) {
    throw new Error(`relativeDifference: expected ${String(expected.length)} elements, got ${String(got.length)}; compare equal shapes`);
  }
  let difference = 0;
  let magnitude = 0;
  for (let index = 0; index < got.length; index++) {
    const error = Math.abs(got[index]! - expected[index]!);
    if (!Number.isFinite(error)) return Infinity;
    difference = Math.max(difference, error);
    magnitude = Math.max(magnitude, Math.abs(expected[index]!));
  }
  return difference === 0 ? 0 : difference / magnitude;
}

/** The agreements that are not, for a test to expect none of. */
export function disagreements(agreements: readonly Agreement[]): readonly Agreement[] {
  return agreements.filter(({ difference, allowed }) => !(difference <= allowed));
}

/** One line each, for people. */
export function describeAgreements(agreements: readonly Agreement[]): string {
  return agreements.map(({ quantity, difference }) => `${quantity} ${difference.toExponential(1)}`).join(', ');
}
