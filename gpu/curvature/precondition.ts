import type { MatrixSlot } from '../linalg/matrix-batch.ts';

/**
 * `gradient`: U = A⁻¹ ∇W̄ G⁻¹, two products with the whole gradient;
 * `signals`: U = (Ā A⁻¹)ᵀ (g G⁻¹) / N, which is the same and costs less where the batch is smaller than the factors.
 */
export type PreconditionRoute = 'gradient' | 'signals';

export interface PreconditionProblem {
  readonly batch: number;
  /** Whether the plain gradient is wanted anyway. */
  readonly gradientNeeded: boolean;
  /** A term added to the gradient that is no product of signals (L2) leaves only the gradient route. */
  readonly hasExtraTerm: boolean;
}

interface Sides {
  readonly a: readonly MatrixSlot[];
  readonly g: readonly MatrixSlot[];
  readonly slice: { readonly shape: readonly number[] };
}

/** The route with fewer multiply-adds for a Kronecker block. */
export function preconditionRoute({ batch, gradientNeeded, hasExtraTerm }: PreconditionProblem, { a, g, slice }: Sides): PreconditionRoute {
  if (hasExtraTerm) return 'gradient';
  const [rows, columns] = slice.shape as readonly [number, number];
  const squares = (side: readonly MatrixSlot[]): number => side.reduce((sum, { size }) => sum + size ** 2, 0);
  const gradientProduct = batch * rows * columns;
  const gradientRoute = gradientProduct + squares(a) * columns + rows * squares(g);
  const signalsRoute = gradientProduct + batch * (squares(a) + squares(g)) + (gradientNeeded ? gradientProduct : 0);
  return signalsRoute < gradientRoute ? 'signals' : 'gradient';
}
