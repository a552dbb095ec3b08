import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import type { TileProduct } from './tile-kernels.ts';
import { range, tileAt, type TiledMatrix, type TileLayout } from './tile-layout.ts';

const NONE = 0xffff_ffff;

/** Terms of U ← keep·U + scale·add·V + diagonal·I. */
export interface TileSum<T> {
  readonly keep: number;
  readonly add: number;
  readonly diagonal: number;
  /** f32, one a matrix; ones when absent. */
  readonly scales?: T;
}

/** What iterations on whole matrices need besides the products of `TileKernels`. */
export class IterativeTiles<T> {
  readonly #context: LoweringContext<T>;
  readonly #layout: TileLayout;
  readonly #gates: T;

  /** @param gates u32, one a matrix of the problem: sums pass over a matrix whose gate is not 0. */
  constructor(context: LoweringContext<T>, layout: TileLayout, gates: T) {
    this.#context = context;
    this.#layout = layout;
    this.#gates = gates;
  }

  /** Products AᵀB of whole matrices: all tiles of the result, or those on and above its diagonal. */
  products(part: 'all' | 'upper'): readonly TileProduct[] {
    return this.#layout.matrices.flatMap((matrix) =>
      range(0, matrix.side).flatMap((column) =>
        range(0, part === 'all' ? matrix.side : column + 1).map((row) => wholeProduct(matrix, row, column)),
      ),
    );
  }

  /** U ← keep·U + scale·add·V + diagonal·I; of `'upper'` tiles, whose transposes are written too, or of all. */
  sum(part: 'all' | 'upper', { keep, add, diagonal, scales }: TileSum<T>, v: T, u: T): Kernel<T> {
    const { tile, matrices, count } = this.#layout;
    const items = matrices.flatMap((matrix) =>
      range(0, matrix.side).flatMap((column) =>
        range(0, part === 'all' ? matrix.side : column + 1).flatMap((row) => {
          const mirrored = part === 'all' ? NONE : tileAt(matrix, column, row);
          return [tileAt(matrix, row, column), mirrored, matrix.index, row === column ? 1 : 0];
        }),
      ),
    );
    const ones = scales ?? this.#context.constant(new Float32Array(count).fill(1), 'linalg ones');
    return {
      shader: 'linalg/tile-combine.wgsl',
      overrides: { TILE: tile, KEEP: keep, ADD: add, DIAGONAL: diagonal },
      bindings: [read(this.#words(items, 'linalg sums')), read(v), readWrite(u), read(ones), read(this.#gates)],
      workgroups: spread(items.length / 4),
    };
  }

  /** A dispatch of one workgroup a matrix that looks at its tiles. */
  eachMatrix(shader: string, overrides: Readonly<Record<string, number>>, tiles: T, result: T): Kernel<T> {
    const { tile, matrices } = this.#layout;
    const items = matrices.flatMap(({ slot, first, side, index }) => [first, slot.size, side, index]);
    return {
      shader,
      overrides: { TILE: tile, ...overrides },
      bindings: [read(this.#words(items, 'linalg matrices')), read(tiles), readWrite(result)],
      workgroups: spread(matrices.length),
    };
  }

  #words(words: readonly number[], label: string): T {
    return this.#context.constant(Uint32Array.from(words), label);
  }
}

function wholeProduct(matrix: TiledMatrix, row: number, column: number): TileProduct {
  return {
    matrix: matrix.index,
    a: tileAt(matrix, 0, row),
    b: tileAt(matrix, 0, column),
    c: tileAt(matrix, row, column),
    depth: matrix.side,
  };
}
