/**
 * How far a float32 result may be from its float64 reference. Every bound is derived from the number of roundings, none
 * from watching what passes: a result outside its bound is wrong, not unlucky.
 */

/** Largest relative error of one correctly rounded float32 operation, `2⁻²⁴`. */
export const ROUND_OFF = 2 ** -24;

/** Smallest positive normal float32; WGSL may flush anything smaller to zero. */
export const SMALLEST_NORMAL = 2 ** -126;

export interface Tolerance {
  /** Multiple of the quantity that the reason names. */
  readonly factor: number;
  readonly reason: string;
}

/** The one table: factors and why they are what they are. Use it through the functions below. */
export const TOLERANCES = {
  /** Copies, gathers, permutations, integer results. */
  exact: { factor: 0, reason: 'nothing is rounded' },
  /** ULPs; +, −, × are correctly rounded in WGSL, and two chained ones may be fused. */
  arithmetic: { factor: 1, reason: 'WGSL §15.7.4: correctly rounded, contraction allowed' },
  /** ULPs. */
  division: { factor: 2.5, reason: 'WGSL §15.7.4: x / y within 2.5 ULP while |y| is in [2⁻¹²⁶, 2¹²⁶]' },
  /** ULPs. */
  squareRoot: { factor: 4.5, reason: 'WGSL §15.7.4: inherited from 1 / inverseSqrt(x), 2 + 2.5 ULP' },
  /** ULPs per (3 + 2|x|). */
  exponential: { factor: 1, reason: 'WGSL §15.7.4: exp(x) within 3 + 2|x| ULP' },
  /** ULPs outside [0.5, 2]; absolute `logarithmNearOne` inside. */
  logarithm: { factor: 3, reason: 'WGSL §15.7.4: log(x) within 3 ULP outside [0.5, 2]' },
  /** Absolute. */
  logarithmNearOne: { factor: 2 ** -21, reason: 'WGSL §15.7.4: log(x) within 2⁻²¹ inside [0.5, 2]' },
  /** Absolute, for functions with values in [−1, 1] composed of exp and a division: tanh, sigmoid, softmax. */
  bounded: { factor: 32 * ROUND_OFF, reason: 'exp at the bend (|x| ≤ 8: 19 ULP) and a division, with slack for the clamp' },
  /** Multiple of `n·2⁻²⁴·Σ|xy|`. */
  sum: { factor: 1, reason: 'γₙ = n·u / (1 − n·u) for products summed in any order (Higham, §3.1); 1 as order and fma only tighten it' },
  /** Multiple of `n·2⁻²⁴` bounding ‖residual‖_F / ‖A‖_F. */
  cholesky: { factor: 2, reason: '‖LLᵀ − A‖ ≤ γₙ₊₁‖|L||Lᵀ|‖ ≤ n·γₙ₊₁‖A‖ (Higham, Theorem 10.3); F-norm growth is about 1 for factors' },
  /** Multiple of `n·2⁻²⁴·cond(L)` bounding ‖LX − I‖_F / √n. */
  triangularInverse: { factor: 2, reason: '|LX − I| ≤ γₙ|L||X| (Higham, §14.2), its norm at most cond(L)' },
  /** Multiple of `n·2⁻²⁴·cond(A)` bounding ‖AX − I‖_F / √n. */
  spdInverse: {
    factor: 4,
    reason: 'Cholesky, triangular inverse and the product XᵀX: 8n³ᐟ²·cond(A)·u worst case (Higham, §14.3), n is ample',
  },
  /** Multiple of `n·2⁻²⁴` bounding |QᵀQ − I| and ‖Aq − λq‖ / ‖A‖, up to `eigenCeiling`. */
  eigen: {
    factor: 8,
    reason: 'n reflectors and n/32 merges, each exact to a few roundings (Higham, §19.3); deflation gives up 8 units of round-off',
  },
  /** Absolute, for any size. */
  eigenCeiling: { factor: 1e-5, reason: 'what exact damping in the eigenbasis is promised; roundings average out to √n, not n' },
  /** Multiple of σ/√samples. */
  monteCarlo: { factor: 5, reason: 'five standard errors; seeds are fixed, so this cannot flicker' },
} as const satisfies Readonly<Record<string, Tolerance>>;

/** Distance from |value| to the next larger float32. */
export function ulp(value: number): number {
  const magnitude = Math.abs(value);
  if (!Number.isFinite(magnitude)) return 0;
  return 2 ** (Math.max(-126, exponentOf(magnitude)) - 23);
}

/** Allowed absolute error of an elementwise result of `count` ULPs, for `expectClose`; subnormals may be flushed. */
export function ulps(count: number): (expected: number) => number {
  return (expected) => Math.max(count * ulp(expected), count > 0 ? SMALLEST_NORMAL : 0);
}

/**
 * Allowed absolute error of a sum of `terms` products whose absolute values add up to `magnitude`:
 * `n·2⁻²⁴·Σ|xy|`, the bound for any order of summation.
 */
export function sumBound(terms: number, magnitude: number): number {
  return TOLERANCES.sum.factor * terms * ROUND_OFF * magnitude + terms * SMALLEST_NORMAL;
}

/** Allowed `‖LLᵀ − A‖_F / ‖A‖_F` of a Cholesky factor of side `size`. */
export function choleskyBound(size: number): number {
  return TOLERANCES.cholesky.factor * Math.max(1, size) * ROUND_OFF;
}

/** Allowed `‖LX − I‖_F / √n` for the inverse X of a lower triangle L of side `size` with the 2-norm condition number given. */
export function triangularInverseBound(size: number, condition: number): number {
  return TOLERANCES.triangularInverse.factor * Math.max(1, size) * ROUND_OFF * condition;
}

/** Allowed `‖AX − I‖_F / √n` for the inverse X of a positive definite A with the 2-norm condition number given. */
export function spdInverseBound(size: number, condition: number): number {
  return TOLERANCES.spdInverse.factor * Math.max(1, size) * ROUND_OFF * condition;
}

/** Allowed largest `|QᵀQ − I|` and `‖Aq − λq‖₂ / ‖A‖₂` of eigenvectors Q of a matrix of side `size`. */
export function eigenBound(size: number): number {
  return Math.min(TOLERANCES.eigen.factor * Math.max(1, size) * ROUND_OFF, TOLERANCES.eigenCeiling.factor);
}

/** Allowed absolute error of a mean of independent samples with the standard deviation given. */
export function monteCarloBound(standardDeviation: number, samples: number): number {
  return (TOLERANCES.monteCarlo.factor * standardDeviation) / Math.sqrt(samples);
}

function exponentOf(magnitude: number): number {
  if (magnitude === 0) return -Infinity;
  const guess = Math.floor(Math.log2(magnitude));
  return 2 ** guess > magnitude ? guess - 1 : 2 ** (guess + 1) <= magnitude ? guess + 1 : guess;
}
