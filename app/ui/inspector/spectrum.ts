/** What the eigenvalues of a factor say in a few numbers. */
export interface SpectrumFacts {
  /** Exponential of the entropy of the normalised eigenvalues: how many directions carry the curvature. */
  readonly effectiveRank: number;
  /** Share of the eigenvalues below the damping, 0–1. */
  readonly shareUnderDamping: number;
  /** Eigenvalues that are zero or negative, by rounding. */
  readonly notPositive: number;
  readonly notFinite: number;
}

/**
 * Effective rank, share under the damping and rounding noise of a spectrum; NaN where an eigenvalue is not finite.
 *
 * @see Roy and Vetterli, The effective rank: a measure of effective dimensionality, EUSIPCO 2007, section 2
 */
export function spectrumFacts(eigenvalues: Float64Array, damping: number): SpectrumFacts {
  let sum = 0;
  let under = 0;
  let notPositive = 0;
  let notFinite = 0;
  for (const eigenvalue of eigenvalues) {
    if (!Number.isFinite(eigenvalue)) notFinite++;
    else if (eigenvalue > 0) sum += eigenvalue;
    else notPositive++;
    if (eigenvalue < damping) under++;
  }
  if (notFinite > 0) return { effectiveRank: NaN, shareUnderDamping: NaN, notPositive, notFinite };
  let entropy = 0;
  for (const eigenvalue of eigenvalues) {
    if (eigenvalue <= 0) continue;
    const share = eigenvalue / sum;
    entropy -= share * Math.log(share);
  }
  return {
    effectiveRank: sum > 0 ? Math.exp(entropy) : 0,
    shareUnderDamping: eigenvalues.length > 0 ? under / eigenvalues.length : 0,
    notPositive,
    notFinite,
  };
}

/** A point of a spectrum on a log axis. */
export interface SpectrumPoint {
  /** 1-based place, largest first. */
  readonly index: number;
  readonly eigenvalue: number;
  /** Eigenvalue plus damping, which is what is inverted. */
  readonly damped: number;
}

/**
 * Points of a spectrum that a log axis can show, at most `most`, evenly spread with both ends kept; values below `floor`
 * lie on it. The eigenvalues may themselves be an even choice among `size`.
 */
export function spectrumPoints(
  eigenvalues: Float64Array,
  damping: number,
  floor: number,
  most: number,
  size = eigenvalues.length,
): SpectrumPoint[] {
  const count = Math.min(most, eigenvalues.length);
  return Array.from({ length: count }, (_, i) => {
    const share = count === 1 ? 0 : i / (count - 1);
    const at = Math.round(share * (eigenvalues.length - 1));
    const index = 1 + Math.round((at * (size - 1)) / Math.max(eigenvalues.length - 1, 1));
    const eigenvalue = eigenvalues[at] ?? NaN;
    return { index, eigenvalue: Math.max(eigenvalue, floor), damped: Math.max(eigenvalue + damping, floor) };
  });
}

/** Range of the log axis: from the smallest value worth showing, at most ten decades down, to the largest, both rounded out to powers of ten. */
export function spectrumRange(eigenvalues: Float64Array, damping: number): readonly [minimum: number, maximum: number] {
  let largest = damping > 0 ? damping : 0;
  let smallest = damping > 0 ? damping : Infinity;
  for (const eigenvalue of eigenvalues) {
    if (!(eigenvalue > 0) || !Number.isFinite(eigenvalue)) continue;
    largest = Math.max(largest, eigenvalue);
    smallest = Math.min(smallest, eigenvalue);
  }
  if (largest === 0) return [1e-3, 1];
  const top = 10 ** Math.ceil(Math.log10(largest * 1.1));
  return [Math.max(10 ** Math.floor(Math.log10(smallest / 1.5)), top * 1e-10), top];
}
