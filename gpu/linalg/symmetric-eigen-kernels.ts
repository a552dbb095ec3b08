import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import { divideAndConquerKernels } from './divide-and-conquer.ts';
import { eigenLayout, tileItems } from './eigen-layout.ts';
import { loadSymmetric } from './load-symmetric.ts';
import { checkMatrices, type MatrixSlot } from './matrix-batch.ts';
import { applyReflectors } from './reflector-kernels.ts';
import { TileKernels } from './tile-kernels.ts';
import { tridiagonalKernels } from './tridiagonal-kernels.ts';

/**
 * Eigenvectors and eigenvalues of symmetric matrices of different sizes, A = QΛQᵀ, in one sequence of dispatches: Householder
 * tridiagonalisation, divide and conquer, and the reflectors applied to the result.
 *
 * Operands: `matrices` f32, `[size, size]` in every slot, read on and above the diagonal; `vectors` f32 with the same
 * slots, Q with an eigenvector in every column; `values` f32 in the slots of `eigenvalueLayout`, the largest first;
 * `status` u32 `[count]`, 0, 1 when an element is not finite, or 2 when the iteration did not converge; then the matrix's
 * vectors and values are left as they were.
 * @throws ShapeError when slots are empty, misaligned or overlap.
 */
export function symmetricEigenKernels<T>(
  context: LoweringContext<T>,
  problem: { readonly matrices: readonly MatrixSlot[] },
  operands: { readonly matrices: T; readonly vectors: T; readonly values: T; readonly status: T },
): Kernel<T>[] {
  checkMatrices('symmetric eigen', problem.matrices);
  if (problem.matrices.length === 0) return [];
  const layout = eigenLayout(context.facts.family, problem.matrices);
  const { elements, tile } = layout.tiles;
  const tiles = new TileKernels(context, layout.tiles);
  const { status } = operands;
  const tridiagonal = context.scratch(2 * layout.lines, 'eigen tridiagonal');
  const eigenvalues = context.scratch(layout.lines, 'eigen values');
  const reflectors = context.scratch(elements, 'eigen reflectors');
  const mirrored = context.scratch(elements, 'eigen reflectors transposed');
  const vectors = context.scratch(elements, 'eigen vectors');
  const allItems = tileItems(layout, 'all');
  const all = context.constant(new Uint32Array(allItems.flat()), 'eigen tiles');
  const { kernels, records, scales, cleared } = loadSymmetric(context, layout, operands.matrices, tiles.buffers.lower, status);
  return [
    ...kernels,
    ...tridiagonalKernels(context, layout, { records, columns: cleared, work: tiles.buffers.lower, reflectors, tridiagonal }),
    ...divideAndConquerKernels(context, layout, tiles, { records, tridiagonal, vectors, eigenvalues, status }),
    ...applyReflectors(context, layout, tiles, { reflectors, columns: mirrored, vectors, status }),
    {
      shader: 'linalg/eigen-store.wgsl',
      overrides: { TILE: tile, REVERSED: 1 },
      bindings: [
        read(records),
        read(all),
        read(vectors),
        read(eigenvalues),
        read(scales),
        read(status),
        readWrite(operands.vectors),
        readWrite(operands.values),
      ],
      workgroups: spread(allItems.length),
    },
  ];
}
