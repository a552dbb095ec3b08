import { read, readWrite, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import { IterativeTiles } from './iterative-tiles.ts';
import type { SpdInverseProblem } from './matrix-batch.ts';
import { TileKernels } from './tile-kernels.ts';
import { range, tileLayout } from './tile-layout.ts';

/** What the last iteration asks of ‖I − ÂX‖_F before it squares it, so that the result is below 10⁻². */
const ACCEPTED = 0.1;

/** The word that stands in `kept` where the iteration made the inverse. */
export const MADE_BY_NEWTON = 2;

/**
 * Newton–Schulz iterations X ← X (2I − ÂX) from the inverses there are, Â = A + shift·I (Schulz 1933; Higham, Functions
 * of Matrices, 2008, §7.3): products only. ‖I − ÂX‖ is squared by each, when it is below 1.
 *
 * Operands: `matrices`, `shifts`, `inverses` as for `spdInverseKernels`; `gates` u32 `[count]`, 0 for the matrices to
 * try; `kept` u32 `[count]`, set to 2 for those whose ‖I − ÂX‖_F was below 0.1 before the last iteration, hence is below
 * 0.01 now; the others' inverses are left as they were. `status` of the tried becomes 0.
 */
export function newtonSchulzKernels<T>(
  context: LoweringContext<T>,
  problem: SpdInverseProblem & { readonly iterations: number },
  operands: { readonly matrices: T; readonly shifts: T; readonly inverses: T; readonly status: T; readonly gates: T; readonly kept: T },
): Kernel<T>[] {
  const { matrices, shifts, inverses, status, gates, kept } = operands;
  const layout = tileLayout(context.facts.family, problem);
  const tiles = new TileKernels(context, layout, gates);
  const iterative = new IterativeTiles(context, layout, gates);
  const { lower: damped, upper: x, transposed: y } = tiles.buffers;
  const z = tiles.buffer('correction');
  const noShifts = context.constant(new Float32Array(layout.count), 'linalg no shifts');
  const places = context.constant(
    Uint32Array.from(layout.matrices, ({ index }) => index),
    'linalg newton',
  );
  const iteration = (isLast: boolean): Kernel<T>[] => [
    tiles.product('assign', iterative.products('all'), damped, x, y),
    ...(isLast ? [iterative.eachMatrix('linalg/newton-check.wgsl', { LIMIT: ACCEPTED ** 2 }, y, gates)] : []),
    tiles.product('negate', iterative.products('upper'), x, y, z),
    iterative.sum('upper', { keep: 2, add: 1, diagonal: 0 }, z, x),
  ];
  return [
    tiles.load(matrices, shifts, status, damped, 'all'),
    tiles.load(inverses, noShifts, status, x, 'all'),
    ...range(1, problem.iterations + 1).flatMap((number) => iteration(number === problem.iterations)),
    tiles.store('symmetric', x, status, inverses),
    {
      shader: 'linalg/newton-finish.wgsl',
      overrides: { MARK: MADE_BY_NEWTON },
      bindings: [read(places), read(gates), readWrite(kept)],
      workgroups: [1, 1, 1],
    },
  ];
}
