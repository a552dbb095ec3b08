import type { Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import { checkMatrices, type SpdInverseProblem } from './matrix-batch.ts';
import { factoriseTiles } from './tile-algorithms.ts';
import { TileKernels } from './tile-kernels.ts';
import { tileLayout } from './tile-layout.ts';

/**
 * Cholesky factors of symmetric matrices of different sizes, A + shift·I = LLᵀ, in one sequence of dispatches.
 *
 * Operands: `matrices` f32, `[size, size]` in every slot, read on and above the diagonal; `shifts` f32 `[count]`;
 * `factors` f32 with the same slots, L with zeros above the diagonal; `status` u32 `[count]`, 0 or 1 + the row of the
 * first pivot that is not positive, normal and finite, in which case the matrix's factor is left as it was.
 * @throws ShapeError when slots are empty, misaligned or overlap.
 */
export function choleskyKernels<T>(
  context: LoweringContext<T>,
  problem: SpdInverseProblem,
  operands: { readonly matrices: T; readonly shifts: T; readonly factors: T; readonly status: T },
): Kernel<T>[] {
  checkMatrices('cholesky', problem.matrices);
  if (problem.matrices.length === 0) return [];
  const { family } = context.facts;
  const { matrices, shifts, factors, status } = operands;
  const tiles = new TileKernels(context, tileLayout(family, problem));
  return [
    tiles.load(matrices, shifts, status, tiles.buffers.lower, 'upper'),
    ...factoriseTiles(family, tiles, status),
    tiles.store('lower-of-transpose', tiles.buffers.upper, status, factors),
  ];
}
