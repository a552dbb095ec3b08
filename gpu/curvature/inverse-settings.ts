import type { InverseFreeRate } from '../linalg/inverse-free-kernels.ts';

/**
 * How the damped matrices are inverted.
 * `cholesky`: afresh; `newton-schulz`: iterated from the last inverse where it is near enough, by Cholesky elsewhere;
 * `inverse-free`: K with KKᵀ → Â⁻¹ follows the matrices by products only (Lin et al. 2024).
 */
export type InverseMethod =
  | { readonly kind: 'cholesky' }
  | { readonly kind: 'newton-schulz'; readonly iterations: number }
  | ({ readonly kind: 'inverse-free' } & InverseFreeRate);

/**
 * Which matrices a refresh works on.
 * `every`: all, at each refresh; `round-robin`: each layer once in the period, the cost spread over its steps;
 * `adaptive`: at each refresh those whose last inverse leaves a residual ‖I − ÂX‖_F/√n above a bound.
 */
export type RefreshSchedule =
  | { readonly kind: 'every' }
  | { readonly kind: 'round-robin'; readonly shares: number }
  | { readonly kind: 'adaptive'; readonly residual: number };

export interface InverseSettings {
  readonly method: InverseMethod;
  readonly refresh: RefreshSchedule;
  /** Least damping of a matrix as a share of its mean eigenvalue. */
  readonly floor: number;
}

/** Cholesky of all matrices at each refresh; below 10⁻⁷ of the mean eigenvalue a shift is lost in float32. */
export const DIRECT_INVERSES: InverseSettings = { method: { kind: 'cholesky' }, refresh: { kind: 'every' }, floor: 1e-7 };
