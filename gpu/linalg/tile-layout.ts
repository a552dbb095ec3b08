import type { KernelFamily } from '../runtime/adapter-facts.ts';
import { chosenMatrices, type MatrixSlot, type SpdInverseProblem } from './matrix-batch.ts';

/** Working storage of one matrix: a square of tiles, of which tile (i, j) is number `first + j·side + i`. */
export interface TiledMatrix {
  readonly slot: MatrixSlot;
  /** Place in the problem, which is also the place of its shift and its status. */
  readonly index: number;
  readonly first: number;
  /** Tiles along a side. */
  readonly side: number;
}

/**
 * Matrices of different sizes cut into square tiles, the last ones padded by the identity, so that no kernel has ragged
 * edges and every row is aligned. Tiles of a column of tiles follow each other: a column of tiles is itself one
 * row-major matrix of `[side·tile, tile]`, and products AᵀB of two such columns walk through memory in order.
 */
export interface TileLayout {
  /** Rows and columns of a tile. */
  readonly tile: number;
  readonly matrices: readonly TiledMatrix[];
  /** Matrices in the problem, those that are not tiled included. */
  readonly count: number;
  /** Elements of a buffer that holds all tiles. */
  readonly elements: number;
}

/** Sides of the tiles each family's kernels work on. */
const TILE: Readonly<Record<KernelFamily, number>> = { 'subgroup-4': 32, register: 32, workgroup: 64 };

/** Lengths of tile buffers are multiples of this many elements (1 MiB), so that small problems share their pipelines. */
const QUANTUM = 2 ** 18;

/** Lays out the chosen matrices of a problem; those that are no larger than `exclude` are left out. */
export function tileLayout(family: KernelFamily, problem: SpdInverseProblem, exclude = 0): TileLayout {
  const tile = TILE[family];
  const matrices: TiledMatrix[] = [];
  let tiles = 0;
  for (const { slot, index } of chosenMatrices(problem)) {
    if (slot.size <= exclude) continue;
    const side = Math.ceil(slot.size / tile);
    matrices.push({ slot, index, first: tiles, side });
    tiles += side ** 2;
  }
  return { tile, matrices, count: problem.matrices.length, elements: Math.ceil((tiles * tile ** 2) / QUANTUM) * QUANTUM };
}

/** Number of tile (row, column). */
export function tileAt(matrix: TiledMatrix, row: number, column: number): number {
  return matrix.first + column * matrix.side + row;
}

/** Whole numbers from `start` up to, not including, `end`. */
export function range(start: number, end: number): readonly number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
}
