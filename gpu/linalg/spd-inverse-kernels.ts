import type { Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import { checkMatrices, chosenMatrices, type SpdInverseProblem } from './matrix-batch.ts';
import { LADDER_RUNGS, PivotLadder, type SpdInverseOperands } from './pivot-ladder.ts';
import { largestSmallInverse, smallInverseKernel } from './small-inverse-kernels.ts';
import { factoriseTiles, gramOfInverse, invertTiles } from './tile-algorithms.ts';
import { TileKernels } from './tile-kernels.ts';
import { range, tileLayout } from './tile-layout.ts';

/**
 * Inverses of symmetric positive definite matrices of different sizes, (A + shift·I)⁻¹ = L⁻ᵀL⁻¹, in one sequence of
 * dispatches; small matrices share one dispatch of their own.
 *
 * A matrix that meets a pivot which is not positive, normal and finite climbs a ladder: up to three times it is
 * factorised again with its shift ×10, while the dispatches pass over those that are done. One that fails on the last
 * rung too keeps the inverse it had. Matrices are read on and above the diagonal; inverses are exactly symmetric.
 * @throws ShapeError when slots are empty, misaligned or overlap.
 */
export function spdInverseKernels<T>(
  context: LoweringContext<T>,
  problem: SpdInverseProblem,
  operands: SpdInverseOperands<T>,
): Kernel<T>[] {
  checkMatrices('spd inverse', problem.matrices);
  const { family } = context.facts;
  const { matrices, shifts, inverses, status } = operands;
  const kept = operands.kept ?? context.constant(new Uint32Array(problem.matrices.length), 'linalg none kept');
  const largest = largestSmallInverse(family);
  const chosen = chosenMatrices(problem);
  const small = chosen.filter(({ slot }) => slot.size <= largest);
  const kernels = small.length > 0 ? [smallInverseKernel(context, small, operands, kept)] : [];
  if (small.length === chosen.length) return kernels;
  const layout = tileLayout(family, problem, largest);
  const ladder = new PivotLadder(context, layout, operands, kept);
  const tiles = new TileKernels(context, layout, ladder.gates);
  const attempt = (): Kernel<T>[] => [
    tiles.load(matrices, shifts, status, tiles.buffers.lower, 'upper'),
    ...factoriseTiles(family, tiles, status),
  ];
  return [
    ...kernels,
    ladder.begin(),
    ...attempt(),
    ...range(1, LADDER_RUNGS + 1).flatMap((rung) => [ladder.rung(rung), ...attempt()]),
    ladder.finish(),
    ...invertTiles(tiles),
    gramOfInverse(tiles),
    tiles.store('symmetric', tiles.buffers.transposed, status, inverses),
  ];
}
