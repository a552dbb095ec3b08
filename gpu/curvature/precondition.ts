import type { MatrixSlot } from '../linalg/matrix-batch.ts';

/**
 * `gradient`: U = A⁻¹ ∇W̄ G⁻¹, two products with the whole gradient;
 * `signals`: U = (Ā A⁻¹)ᵀ (g G⁻¹) / terms, which is the same and costs less where there are fewer rows than in the factors.
 */
export type PreconditionRoute = 'gradient' | 'signals';

export interface PreconditionProblem {
  /** Of the signals. */
  readonly rows: number;
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

/** Multiply-adds of both routes from signals to U for a Kronecker block; those of Āᵀ g, which neither is spared, included. */
export function preconditionCosts(
  { rows: signals, gradientNeeded }: Pick<PreconditionProblem, 'rows' | 'gradientNeeded'>,
  { a, g, slice }: Sides,
): Readonly<Record<PreconditionRoute, number>> {
  const [rows, columns] = slice.shape as readonly [number, number];
  const squares = (side: readonly MatrixSlot[]): number => side.reduce((sum, { size }) => sum + size ** 2, 0);
  const gradientProduct = signals * rows * columns;
  return {
    gradient: gradientProduct + squares(a) * columns + rows * squares(g),
    signals: gradientProduct + signals * (squares(a) + squares(g)) + (gradientNeeded ? gradientProduct : 0),
  };
}

/** The route with fewer multiply-adds for a Kronecker block. */
export function preconditionRoute(problem: PreconditionProblem, sides: Sides): PreconditionRoute {
  if (problem.hasExtraTerm) return 'gradient';
  const costs = preconditionCosts(problem, sides);
  return costs.signals < costs.gradient ? 'signals' : 'gradient';
}
