import type { Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import { IterativeTiles } from './iterative-tiles.ts';
import type { SpdInverseProblem } from './matrix-batch.ts';
import { TileKernels } from './tile-kernels.ts';
import { range, tileAt, tileLayout } from './tile-layout.ts';

/** How fast K follows. */
export interface InverseFreeRate {
  /** β₁ of the paper. */
  readonly rate: number;
  /** α₁ of the paper, Riemannian momentum. */
  readonly momentum: number;
}

/**
 * One update of K with KKᵀ → Â⁻¹, Â = A + shift·I, without an inversion (Lin, Dangel, Eschenhagen, Neklyudov, Kristiadi,
 * Turner & Makhzani 2024, arXiv:2312.05705, the update that follows K-FAC, §3, dense K):
 * m_K ← α₁ m_K + (1 − α₁) ½ (KᵀÂK − I), K ← K (I − β m_K), with β = β₁ / max(1, 2 ‖m_K‖∞), and the inverse X = KKᵀ.
 * Where K and Â commute, an eigenvalue h of KᵀÂK becomes h (1 − β (h − 1) / 2)², which is 1 only at h = 1.
 *
 * Operands: `matrices`, `shifts`, `inverses` as for `spdInverseKernels`, `roots` (K) and `momenta` (m_K) f32 with the same
 * slots; `status` u32 `[count]` becomes 0.
 */
export function inverseFreeKernels<T>(
  context: LoweringContext<T>,
  problem: SpdInverseProblem & InverseFreeRate,
  operands: {
    readonly matrices: T;
    readonly shifts: T;
    readonly inverses: T;
    readonly roots: T;
    readonly momenta: T;
    readonly status: T;
    /** u32 `[count]`, not 0 where a matrix is to be left as it is; none when absent. */
    readonly kept?: T;
  },
): Kernel<T>[] {
  const { matrices, shifts, inverses, roots, momenta, status } = operands;
  const { rate, momentum } = problem;
  const layout = tileLayout(context.facts.family, problem);
  const gates = operands.kept ?? context.constant(new Uint32Array(layout.count), 'linalg open gates');
  const tiles = new TileKernels(context, layout, gates);
  const iterative = new IterativeTiles(context, layout, gates);
  const { lower: damped, upper: k, transposed: kTransposed } = tiles.buffers;
  const product = tiles.buffer('product');
  const h = tiles.buffer('curvature');
  const m = tiles.buffer('momentum');
  const noShifts = context.constant(new Float32Array(layout.count), 'linalg no shifts');
  const scales = context.scratch(layout.count, 'linalg step scales');
  const turned = layout.matrices.flatMap((matrix) =>
    range(0, matrix.side).flatMap((column) =>
      range(0, matrix.side).map((row) => ({
        matrix: matrix.index,
        from: tileAt(matrix, row, column),
        to: tileAt(matrix, column, row),
      })),
    ),
  );
  const pull = (1 - momentum) / 2;
  return [
    tiles.load(matrices, shifts, status, damped, 'all'),
    tiles.load(roots, noShifts, status, k, 'all'),
    tiles.load(momenta, noShifts, status, m, 'all'),
    tiles.product('assign', iterative.products('all'), damped, k, product),
    tiles.product('assign', iterative.products('upper'), k, product, h),
    iterative.sum('upper', { keep: momentum, add: pull, diagonal: -pull }, h, m),
    iterative.eachMatrix('linalg/step-scale.wgsl', { RATE: rate }, m, scales),
    tiles.transpose(turned, k, kTransposed),
    tiles.product('assign', iterative.products('all'), kTransposed, m, product),
    iterative.sum('all', { keep: 1, add: -1, diagonal: 0, scales }, product, k),
    tiles.transpose(turned, k, kTransposed),
    tiles.product('assign', iterative.products('upper'), kTransposed, kTransposed, h),
    tiles.store('all', k, status, roots),
    tiles.store('all', m, status, momenta),
    tiles.store('symmetric', h, status, inverses),
  ];
}
