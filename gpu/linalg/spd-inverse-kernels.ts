import type { Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import { checkMatrices, type SpdInverseProblem } from './matrix-batch.ts';
import { largestSmallInverse, smallInverseKernel } from './small-inverse-kernels.ts';
import { factoriseTiles, gramOfInverse, invertTiles } from './tile-algorithms.ts';
import { TileKernels } from './tile-kernels.ts';
import { tileLayout } from './tile-layout.ts';

/**
 * Inverses of symmetric positive definite matrices of different sizes, (A + shift·I)⁻¹ = L⁻ᵀL⁻¹, in one sequence of
 * dispatches; small matrices share one dispatch of their own.
 *
 * Operands: `matrices` f32, `[size, size]` in every slot, read on and above the diagonal; `shifts` f32 `[count]`;
 * `inverses` f32 with the same slots, exactly symmetric; `status` u32 `[count]`, 0 or 1 + the row of the first pivot
 * that is not positive, normal and finite, in which case the matrix's inverse is left as it was.
 * @throws ShapeError when slots are empty, misaligned or overlap.
 */
export function spdInverseKernels<T>(
  context: LoweringContext<T>,
  problem: SpdInverseProblem,
  operands: { readonly matrices: T; readonly shifts: T; readonly inverses: T; readonly status: T },
): Kernel<T>[] {
  checkMatrices('spd inverse', problem.matrices);
  const { family } = context.facts;
  const { matrices, shifts, inverses, status } = operands;
  const largest = largestSmallInverse(family);
  const small = problem.matrices.map((slot, index) => ({ slot, index })).filter(({ slot }) => slot.size <= largest);
  const kernels = small.length > 0 ? [smallInverseKernel(context, small, operands)] : [];
  if (small.length === problem.matrices.length) return kernels;
  const tiles = new TileKernels(context, tileLayout(family, problem.matrices, largest));
  return [
    ...kernels,
    tiles.load(matrices, shifts, status, tiles.buffers.lower, false),
    ...factoriseTiles(family, tiles, status),
    ...invertTiles(tiles),
    gramOfInverse(tiles),
    tiles.store('symmetric', tiles.buffers.transposed, status, inverses),
  ];
}
