/**
 * `gradient`: U = A⁻¹ ∇W̄ G⁻¹, two products with the whole gradient;
 * `signals`: U = (Ā A⁻¹)ᵀ (g G⁻¹) / N, which is the same and costs less where the batch is smaller than the factors.
 */
export type PreconditionRoute = 'gradient' | 'signals';

export interface PreconditionProblem {
  readonly batch: number;
  /** Sides of A (bias included) and G. */
  readonly a: number;
  readonly g: number;
  /** Whether the plain gradient is wanted anyway. */
  readonly gradientNeeded: boolean;
  /** A term added to the gradient that is no product of signals (L2) leaves only the gradient route. */
  readonly hasExtraTerm: boolean;
}

/** The route with fewer multiply-adds. */
export function preconditionRoute({ batch, a, g, gradientNeeded, hasExtraTerm }: PreconditionProblem): PreconditionRoute {
  if (hasExtraTerm) return 'gradient';
  const gradientProduct = batch * a * g;
  const gradientRoute = gradientProduct + a * a * g + a * g * g;
  const signalsRoute = gradientProduct + batch * a * a + batch * g * g + (gradientNeeded ? gradientProduct : 0);
  return signalsRoute < gradientRoute ? 'signals' : 'gradient';
}
