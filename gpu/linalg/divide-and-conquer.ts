import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import type { EigenLayout, EigenMatrix } from './eigen-layout.ts';
import type { TileKernels, TileProduct } from './tile-kernels.ts';
import { range, tileAt } from './tile-layout.ts';

/** Two neighbouring spans of tiles, [start, middle) and [middle, end), of one matrix that become one. */
interface Merge {
  readonly matrix: number;
  readonly start: number;
  readonly middle: number;
  readonly end: number;
}

interface Leaf {
  readonly matrix: number;
  readonly tile: number;
}

/** Splits spans in two until they are single tiles; merges by depth, the root's at 0. */
class Tree {
  readonly levels: Merge[][] = [];
  readonly leaves: Leaf[] = [];

  constructor(matrices: readonly EigenMatrix[]) {
    for (const [matrix, { side }] of matrices.entries()) this.#split(matrix, 0, side, 0);
  }

  #split(matrix: number, start: number, end: number, depth: number): void {
    if (end - start === 1) {
      this.leaves.push({ matrix, tile: start });
      return;
    }
    const middle = Math.ceil((start + end) / 2);
    (this.levels[depth] ??= []).push({ matrix, start, middle, end });
    this.#split(matrix, start, middle, depth + 1);
    this.#split(matrix, middle, end, depth + 1);
  }
}

export interface DivideAndConquerOperands<T> {
  readonly records: T;
  /** `[lines]` pairs: the diagonal and the elements right of it. */
  readonly tridiagonal: T;
  /** Receives the eigenvectors as columns of tiles, ascending. */
  readonly vectors: T;
  /** Receives the eigenvalues in lines, ascending. */
  readonly eigenvalues: T;
  readonly status: T;
}

/** Threads of a workgroup in the shaders of a merge. */
const PART = 32;

/**
 * Eigenvectors and eigenvalues of tridiagonal matrices by divide and conquer: leaves of one tile by the QL iteration, then
 * merges by rank-one modification, all of a level together, with the eigenvectors multiplied up as tiles. Cuppen, A
 * divide and conquer method for the symmetric tridiagonal eigenproblem, Numer. Math. 36 (1981); Gu & Eisenstat (1994).
 *
 * Works in `tiles.buffers.lower` and `tiles.buffers.upper`.
 */
export function divideAndConquerKernels<T>(
  context: LoweringContext<T>,
  layout: EigenLayout,
  tiles: TileKernels<T>,
  operands: DivideAndConquerOperands<T>,
): Kernel<T>[] {
  const { records, tridiagonal, vectors, eigenvalues, status } = operands;
  const { lower: columns, upper: spare } = tiles.buffers;
  const { tile } = layout.tiles;
  const overrides = { TILE: tile };
  const { levels, leaves } = new Tree(layout.matrices);
  const line = (label: string): T => context.scratch(4 * layout.lines, `eigen ${label}`);
  const sorted = line('sorted poles');
  const poles = line('poles');
  const roots = line('roots');
  const rotations = line('rotations');
  const counts = context.scratch(2 * Math.max(1, ...levels.map((merges) => merges.length)), 'eigen counts');

  // A tile alone is a matrix of its own: its eigenvectors are final and stand as columns.
  const leafItems = leaves.map((leaf) => [leaf.matrix, leaf.tile, layout.matrices[leaf.matrix]!.side === 1 ? 1 : 0, 0]);
  const leaf: Kernel<T> = {
    shader: 'linalg/eigen-leaf.wgsl',
    overrides,
    bindings: [
      read(records),
      read(context.constant(new Uint32Array(leafItems.flat()), 'eigen leaves')),
      read(tridiagonal),
      readWrite(vectors),
      readWrite(spare),
      readWrite(eigenvalues),
      readWrite(status),
    ],
    workgroups: spread(leaves.length),
  };

  const merge = (merges: readonly Merge[], depth: number): Kernel<T>[] => {
    // The buffers take turns, so that the root's merge ends in `vectors`.
    const [from, to] = depth % 2 === 0 ? [spare, vectors] : [vectors, spare];
    const parts = merges.flatMap((one, place) => partsOf(one, place, layout));
    const words = (items: readonly (readonly number[])[]): T => context.constant(new Uint32Array(items.flat()), 'eigen merges');
    const everyPart = words(parts);
    const everyMerge = words(merges.map((one, place) => partsOf(one, place, layout)[0]!));
    const kernel = (shader: string, bindings: Kernel<T>['bindings'], workgroups = parts.length): Kernel<T> => ({
      shader: `linalg/eigen-${shader}.wgsl`,
      overrides,
      bindings: [read(records), ...bindings],
      workgroups: spread(workgroups),
    });
    return [
      kernel('sort', [read(everyPart), read(tridiagonal), read(from), read(eigenvalues), readWrite(sorted)]),
      kernel(
        'deflate',
        [read(everyMerge), read(tridiagonal), read(sorted), readWrite(poles), readWrite(roots), readWrite(rotations), readWrite(counts)],
        merges.length,
      ),
      kernel('secular', [read(everyPart), read(tridiagonal), read(counts), read(poles), readWrite(roots)]),
      kernel('weights', [read(everyPart), read(counts), read(roots), readWrite(poles)]),
      kernel('vectors', [
        read(everyPart),
        read(counts),
        read(poles),
        read(roots),
        read(rotations),
        readWrite(columns),
        readWrite(eigenvalues),
      ]),
      depth === 0
        ? tiles.product('assign', products(merges, layout, 'columns'), from, columns, to)
        : tiles.product('assign', products(merges, layout, 'rows'), columns, from, to),
    ];
  };
  return [leaf, ...levels.map(merge).reverse().flat()];
}

/** The workgroups of a merge in the words of `shaders/linalg/eigen-merge.wgsl`. */
function partsOf({ matrix, start, middle, end }: Merge, place: number, layout: EigenLayout): readonly (readonly number[])[] {
  const { tile } = layout.tiles;
  const count = Math.min(end * tile, layout.matrices[matrix]!.slot.size) - start * tile;
  return range(0, ((end - start) * tile) / PART).map((part) => [
    matrix,
    start * tile,
    (middle - start) * tile,
    count,
    place,
    part * PART,
    0,
    0,
  ]);
}

/**
 * The merged eigenvectors from those of the halves, which are rows E of tiles, and U: rows UᵀE, to be merged again, or
 * columns EᵀU. Either runs through one half only, since E is zero outside its two blocks.
 */
function products(merges: readonly Merge[], layout: EigenLayout, result: 'rows' | 'columns'): readonly TileProduct[] {
  return merges.flatMap(({ matrix: place, start, middle, end }) => {
    const matrix = layout.matrices[place]!;
    return range(start, end).flatMap((row) =>
      range(start, end).map((column): TileProduct => {
        const [from, until] = (result === 'rows' ? column : row) < middle ? [start, middle] : [middle, end];
        const c = tileAt(matrix, row, column);
        return { matrix: matrix.index, a: tileAt(matrix, from, row), b: tileAt(matrix, from, column), c, depth: until - from };
      }),
    );
  });
}
