import type { Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import { diagonalTiles } from './diagonal-tiles.ts';
import type { EigenLayout, EigenMatrix } from './eigen-layout.ts';
import type { TileKernels, TileProduct } from './tile-kernels.ts';
import { range, tileAt } from './tile-layout.ts';

/**
 * Q ← H₁…Hₙ₋₂Q for reflectors Hⱼ = I − vⱼvⱼᵀ that stand as rows of tiles, a tile's worth at a time as I − VTVᵀ, so that
 * the work is products of tiles. T is the inverse of the upper triangle of VᵀV with ones on its diagonal. Joffrain, Low,
 * Quintana-Ortí & van de Geijn, Accumulating Householder transformations, revisited, ACM TOMS 32 (2006).
 *
 * Works in all buffers of `tiles`; `columns` is memory of the same length.
 */
export function applyReflectors<T>(
  context: LoweringContext<T>,
  layout: EigenLayout,
  tiles: TileKernels<T>,
  operands: { readonly reflectors: T; readonly columns: T; readonly vectors: T; readonly status: T },
): Kernel<T>[] {
  const { reflectors, columns, vectors, status } = operands;
  const { lower, upper, transposed } = tiles.buffers;
  const { matrices } = layout;
  const blocks = matrices.flatMap((matrix) => range(0, matrix.side).map((block) => [matrix, block] as const));
  const below = (matrix: EigenMatrix, block: number): readonly number[] => range(block, matrix.side);

  const mirror = blocks.flatMap(([matrix, block]) =>
    below(matrix, block).map((row) => ({ matrix: matrix.index, from: tileAt(matrix, block, row), to: tileAt(matrix, row, block) })),
  );
  const gram = blocks.map(([matrix, block]): TileProduct => {
    const at = tileAt(matrix, block, block);
    return { matrix: matrix.index, a: at, b: at, c: at, depth: matrix.side - block };
  });
  // (VT)ᵀ = TᵀVᵀ takes the place of T⁻ᵀ.
  const scaled = blocks.flatMap(([matrix, block]) =>
    below(matrix, block).map((row): TileProduct => {
      const at = tileAt(matrix, block, row);
      return { matrix: matrix.index, a: tileAt(matrix, block, block), b: at, c: at, depth: 1 };
    }),
  );
  const kernels: Kernel<T>[] = [
    tiles.transpose(mirror, reflectors, columns),
    tiles.product('assign', gram, columns, columns, upper),
    diagonalTiles(context, layout, 'unit', upper),
    tiles.diagonal(blocks, status, false),
    tiles.product('assign', scaled, transposed, reflectors, lower),
  ];
  const most = Math.max(...matrices.map(({ side }) => side));
  for (const block of [...range(0, most)].reverse()) {
    const live = matrices.filter(({ side }) => side > block);
    // VᵀQ into a row of tiles, then Q − (VT)(VᵀQ).
    const inner = live.flatMap((matrix) =>
      range(0, matrix.side).map((column): TileProduct => {
        const at = tileAt(matrix, block, column);
        return { matrix: matrix.index, a: tileAt(matrix, block, block), b: at, c: at, depth: matrix.side - block };
      }),
    );
    const outer = live.flatMap((matrix) =>
      below(matrix, block).flatMap((row) =>
        range(0, matrix.side).map((column): TileProduct => {
          const c = tileAt(matrix, row, column);
          return { matrix: matrix.index, a: tileAt(matrix, block, row), b: tileAt(matrix, block, column), c, depth: 1 };
        }),
      ),
    );
    kernels.push(tiles.product('assign', inner, columns, vectors, upper));
    kernels.push(tiles.product('subtract', outer, lower, upper, vectors));
  }
  return kernels;
}
