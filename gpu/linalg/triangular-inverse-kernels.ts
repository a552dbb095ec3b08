import type { Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import { checkMatrices, type SpdInverseProblem } from './matrix-batch.ts';
import { invertTiles } from './tile-algorithms.ts';
import { TileKernels } from './tile-kernels.ts';
import { range, tileLayout } from './tile-layout.ts';

/**
 * Inverses of lower triangular matrices of different sizes in one sequence of dispatches.
 *
 * Operands: `factors` f32, L `[size, size]` in every slot, read on and below the diagonal; `inverses` f32 with the same
 * slots, L⁻¹ with zeros above the diagonal. A zero on the diagonal gives infinities and NaN in its own matrix only.
 * @throws ShapeError when slots are empty, misaligned or overlap.
 */
export function triangularInverseKernels<T>(
  context: LoweringContext<T>,
  problem: SpdInverseProblem,
  operands: { readonly factors: T; readonly inverses: T },
): Kernel<T>[] {
  checkMatrices('triangular inverse', problem.matrices);
  const count = problem.matrices.length;
  if (count === 0) return [];
  const tiles = new TileKernels(context, tileLayout(context.facts.family, problem));
  const { lower, upper } = tiles.buffers;
  const shifts = context.constant(new Float32Array(count), 'linalg no shifts');
  const status = context.scratch(count, 'linalg status');
  const diagonal = tiles.layout.matrices.flatMap((matrix) => range(0, matrix.side).map((place) => [matrix, place] as const));
  return [
    tiles.load(operands.factors, shifts, status, upper, 'transposed'),
    tiles.diagonal(diagonal, status, false),
    ...invertTiles(tiles),
    tiles.store('lower', lower, status, operands.inverses),
  ];
}
