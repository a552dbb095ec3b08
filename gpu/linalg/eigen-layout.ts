import type { KernelFamily } from '../runtime/adapter-facts.ts';
import type { MatrixSlot } from './matrix-batch.ts';
import { range, tileLayout, type TiledMatrix, type TileLayout } from './tile-layout.ts';

/** Where the eigenvalues of a matrix stand inside a flat f32 buffer: element offset (a multiple of 64) and their number. */
interface VectorSlot {
  readonly offset: number;
  readonly size: number;
}

/** Aligned slots for the eigenvalues of each matrix, in the order of the matrices, and the elements of a buffer for all. */
interface EigenvalueLayout {
  readonly slots: readonly VectorSlot[];
  readonly length: number;
}

const ALIGNMENT = 64;

/** Lays out the eigenvalues that belong to matrices. */
export function eigenvalueLayout(matrices: readonly MatrixSlot[]): EigenvalueLayout {
  let length = 0;
  const slots = matrices.map(({ size }) => {
    const offset = length;
    length += Math.ceil(size / ALIGNMENT) * ALIGNMENT;
    return { offset, size };
  });
  return { slots, length };
}

/** A tiled matrix and the first element of its lines: vectors of `side·tile` elements, one a row or column. */
export interface EigenMatrix extends TiledMatrix {
  readonly line: number;
}

/** What the kernels of one eigen-solve agree on. */
export interface EigenLayout {
  readonly tiles: TileLayout;
  /** The largest first, so that the matrices with work left are always the first ones. */
  readonly matrices: readonly EigenMatrix[];
  /** Elements of a line of every matrix. */
  readonly lines: number;
  /** `matrices` in the words of `shaders/linalg/eigen-matrix.wgsl`. */
  readonly records: Uint32Array;
}

/** Lays out the tiles and lines of a problem. */
export function eigenLayout(family: KernelFamily, slots: readonly MatrixSlot[]): EigenLayout {
  const tiles = tileLayout(family, { matrices: slots });
  const values = eigenvalueLayout(slots).slots;
  let lines = 0;
  const matrices = [...tiles.matrices]
    .sort((left, right) => right.slot.size - left.slot.size)
    .map((matrix): EigenMatrix => {
      const line = lines;
      lines += matrix.side * tiles.tile;
      return { ...matrix, line };
    });
  const records = new Uint32Array(
    matrices.flatMap(({ slot, index, first, side, line }) => [slot.offset, slot.size, first, side, line, values[index]!.offset, index, 0]),
  );
  return { tiles, matrices, lines, records };
}

/** Items (matrix, tile row, tile column, 0) of all tiles on and above the diagonal, or of all tiles. */
export function tileItems(layout: EigenLayout, which: 'upper' | 'all'): readonly (readonly number[])[] {
  return layout.matrices.flatMap(({ side }, matrix) =>
    range(0, side).flatMap((column) => range(0, which === 'all' ? side : column + 1).map((row) => [matrix, row, column, 0])),
  );
}
