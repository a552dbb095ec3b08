import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import { diagonalTiles } from './diagonal-tiles.ts';
import { eigenLayout, tileItems, type EigenMatrix } from './eigen-layout.ts';
import { loadSymmetric } from './load-symmetric.ts';
import { checkMatrices, type MatrixSlot } from './matrix-batch.ts';
import { factoriseTiles, invertTiles } from './tile-algorithms.ts';
import { TileKernels, type TileProduct, type TileTransposition } from './tile-kernels.ts';
import { range, tileAt } from './tile-layout.ts';

/**
 * One orthogonal iteration for the eigenbases of positive semidefinite matrices that have changed a little, Q ← orth(AQ),
 * in products of tiles. The columns of AQ are scaled by their Rayleigh quotients, so that Cholesky QR in float32 is well
 * conditioned. Directions below 1e-4 of the largest eigenvalue turn slowly. SOAP, arXiv:2409.11321.
 *
 * `passes` of Cholesky QR: one leaves QᵀQ − I at up to 1e-2 where a factor has drifted far, which the next refresh takes
 * off; two are as good as Householder's QR for 2.7n³ more operations on top of 5.7n³ (Yamamoto et al., Roundoff error
 * analysis of the CholeskyQR2 algorithm, ETNA 44, 2015).
 *
 * Operands: `matrices` f32, `[size, size]` in every slot, read on and above the diagonal; `vectors` f32 with the same
 * slots, replaced, an eigenvector in every column, in the order it had (converges best when the largest come first);
 * `values` f32 in the slots of `eigenvalueLayout`, the Rayleigh quotients of the new basis; `drift` f32 `[count]`,
 * off-diagonal part over all of QᵀAQ in the Frobenius norm, for the basis as it was: past about 0.1 solve anew; `status`
 * u32 `[count]`, 0, or not when an element is not finite or the columns of AQ have become dependent, in which case the
 * matrix's vectors and values are left as they were.
 * @throws ShapeError when slots are empty, misaligned or overlap.
 */
export function refreshEigenbasisKernels<T>(
  context: LoweringContext<T>,
  problem: { readonly matrices: readonly MatrixSlot[]; readonly passes: 1 | 2 },
  operands: { readonly matrices: T; readonly vectors: T; readonly values: T; readonly drift: T; readonly status: T },
): Kernel<T>[] {
  checkMatrices('refresh eigenbasis', problem.matrices);
  if (problem.matrices.length === 0) return [];
  const { family } = context.facts;
  const layout = eigenLayout(family, problem.matrices);
  const { matrices, lines } = layout;
  const { elements, tile } = layout.tiles;
  const tiles = new TileKernels(context, layout.tiles);
  const { lower, transposed } = tiles.buffers;
  const { status } = operands;
  const symmetric = context.scratch(elements, 'eigen symmetric tiles');
  const basis = context.scratch(elements, 'eigen basis');
  const iterate = context.scratch(elements, 'eigen iterate');
  const mirrored = context.scratch(elements, 'eigen iterate transposed');
  const quotients = context.scratch(lines, 'eigen quotients');
  const residuals = context.scratch(2 * lines, 'eigen residuals');
  const allItems = tileItems(layout, 'all');
  const all = context.constant(new Uint32Array(allItems.flat()), 'eigen tiles');
  const columnItems = matrices.flatMap(({ side }, matrix) => range(0, side).map((column) => [matrix, column, 0, 0]));
  const columns = context.constant(new Uint32Array(columnItems.flat()), 'eigen tile columns');
  const overrides = { TILE: tile };
  const { kernels: load, records, scales, cleared: largest } = loadSymmetric(context, layout, operands.matrices, symmetric, status);
  const measure = (factor: number): Kernel<T> => ({
    shader: 'linalg/eigen-quotients.wgsl',
    overrides: { ...overrides, FACTOR: factor },
    bindings: [read(records), read(columns), read(basis), read(iterate), readWrite(quotients), readWrite(residuals), readWrite(largest)],
    workgroups: spread(columnItems.length),
  });
  // Q = YR⁻¹ with RᵀR = YᵀY, from Y and its transpose.
  const choleskyQr = (from: T, fromTransposed: T, to: T): Kernel<T>[] => [
    tiles.product('assign', upperTiles(matrices), from, from, lower),
    ...factoriseTiles(family, tiles, status),
    ...invertTiles(tiles),
    tiles.transpose(mirrorOfLower(matrices), lower, transposed),
    tiles.product('assign', upToColumn(matrices), fromTransposed, transposed, to),
  ];
  return [
    ...load,
    {
      shader: 'linalg/eigen-load-vectors.wgsl',
      overrides,
      bindings: [read(records), read(all), read(operands.vectors), readWrite(basis)],
      workgroups: spread(allItems.length),
    },
    tiles.product('assign', everyTile(matrices), symmetric, basis, iterate),
    measure(1),
    {
      shader: 'linalg/eigen-drift.wgsl',
      overrides,
      bindings: [read(records), read(residuals), readWrite(operands.drift)],
      workgroups: spread(matrices.length),
    },
    {
      shader: 'linalg/eigen-iterate.wgsl',
      overrides,
      bindings: [read(records), read(all), read(basis), read(quotients), read(largest), readWrite(iterate), readWrite(mirrored)],
      workgroups: spread(allItems.length),
    },
    ...choleskyQr(iterate, mirrored, basis),
    ...(problem.passes === 2 ? [tiles.transpose(everyMirror(matrices), basis, mirrored), ...choleskyQr(basis, mirrored, basis)] : []),
    // qᵀAq = 2qᵀLq with the half of A on and below its diagonal.
    diagonalTiles(context, layout, 'halve', symmetric),
    tiles.product('assign', fromRow(matrices), symmetric, basis, iterate),
    measure(2),
    {
      shader: 'linalg/eigen-store.wgsl',
      overrides: { ...overrides, REVERSED: 0 },
      bindings: [
        read(records),
        read(all),
        read(basis),
        read(quotients),
        read(scales),
        read(status),
        readWrite(operands.vectors),
        readWrite(operands.values),
      ],
      workgroups: spread(allItems.length),
    },
  ];
}

/** AᵀB. */
function everyTile(matrices: readonly EigenMatrix[]): readonly TileProduct[] {
  return matrices.flatMap((matrix) =>
    range(0, matrix.side).flatMap((row) => range(0, matrix.side).map((column) => productOf(matrix, row, column, 0, matrix.side))),
  );
}

/** AᵀB on and above the diagonal. */
function upperTiles(matrices: readonly EigenMatrix[]): readonly TileProduct[] {
  return matrices.flatMap((matrix) =>
    range(0, matrix.side).flatMap((column) => range(0, column + 1).map((row) => productOf(matrix, row, column, 0, matrix.side))),
  );
}

/** AᵀB for B that is zero below its diagonal. */
function upToColumn(matrices: readonly EigenMatrix[]): readonly TileProduct[] {
  return matrices.flatMap((matrix) =>
    range(0, matrix.side).flatMap((row) => range(0, matrix.side).map((column) => productOf(matrix, row, column, 0, column + 1))),
  );
}

/** AᵀB with A as if it were zero above its diagonal. */
function fromRow(matrices: readonly EigenMatrix[]): readonly TileProduct[] {
  return matrices.flatMap((matrix) =>
    range(0, matrix.side).flatMap((row) => range(0, matrix.side).map((column) => productOf(matrix, row, column, row, matrix.side))),
  );
}

/** Tile (row, column) of AᵀB over tiles [from, until) of the inner dimension. */
function productOf(matrix: EigenMatrix, row: number, column: number, from: number, until: number): TileProduct {
  const c = tileAt(matrix, row, column);
  return { matrix: matrix.index, a: tileAt(matrix, from, row), b: tileAt(matrix, from, column), c, depth: until - from };
}

function everyMirror(matrices: readonly EigenMatrix[]): readonly TileTransposition[] {
  return matrices.flatMap((matrix) =>
    range(0, matrix.side).flatMap((row) => range(0, matrix.side).map((column): TileTransposition => mirrorOf(matrix, row, column))),
  );
}

function mirrorOfLower(matrices: readonly EigenMatrix[]): readonly TileTransposition[] {
  return matrices.flatMap((matrix) =>
    range(0, matrix.side).flatMap((row) => range(0, row + 1).map((column): TileTransposition => mirrorOf(matrix, row, column))),
  );
}

function mirrorOf(matrix: EigenMatrix, row: number, column: number): TileTransposition {
  return { matrix: matrix.index, from: tileAt(matrix, row, column), to: tileAt(matrix, column, row) };
}
