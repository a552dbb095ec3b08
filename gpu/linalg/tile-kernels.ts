import type { KernelFamily } from '../runtime/adapter-facts.ts';
import { ShapeError } from '../runtime/errors.ts';
import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import { range, tileAt, type TiledMatrix, type TileLayout } from './tile-layout.ts';

/**
 * Buffers of tiles, all of one length. Three triangles find room in two more: `lower` holds the matrix on and above the
 * diagonal until X = U⁻ᵀ has replaced it from below, `transposed` holds Xᵀ above and partial products below.
 */
export interface TileBuffers<T> {
  readonly lower: T;
  readonly upper: T;
  readonly transposed: T;
}

/** One tile C ← βC ± AᵀB: the matrix's place, numbers of the first tiles of A and B in their columns, the depth in tiles. */
export interface TileProduct {
  readonly matrix: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly depth: number;
}

/** A tile and where its transpose goes. */
export interface TileTransposition {
  readonly matrix: number;
  readonly from: number;
  readonly to: number;
}

/** Which tiles a load fills. */
export type LoadPart = 'upper' | 'all' | 'transposed';

export type ProductMode = 'assign' | 'negate' | 'subtract';

/** What a store copies out of the tiles; see `shaders/linalg/tile-store.wgsl`. */
export type StoreSource = 'symmetric' | 'lower-of-transpose' | 'lower' | 'all';

const PRODUCT_SHADER: Readonly<Record<KernelFamily, string>> = {
  'subgroup-4': 'linalg/tile-product-subgroup.wgsl',
  register: 'linalg/tile-product-register.wgsl',
  workgroup: 'linalg/tile-product-workgroup.wgsl',
};
const DIAGONAL_SHADER: Readonly<Record<KernelFamily, string>> = {
  'subgroup-4': 'linalg/tile-diagonal-subgroup.wgsl',
  register: 'linalg/tile-diagonal-register.wgsl',
  workgroup: 'linalg/tile-diagonal-workgroup.wgsl',
};
/** Bits of a product's last word that hold the matrix, and where they start. */
const MATRIX_SHIFT = 16;
const MOST_MATRICES = 2 ** 14;
const PRODUCT_FLAGS: Readonly<Record<ProductMode, number>> = { assign: 0, negate: 0x40000000, subtract: 0xc0000000 };
const STORE_SOURCES: Readonly<Record<StoreSource, number>> = { symmetric: 0, 'lower-of-transpose': 1, lower: 2, all: 3 };

/** Makes the kernels that work on the tiles of one layout. */
export class TileKernels<T> {
  readonly layout: TileLayout;
  readonly buffers: TileBuffers<T>;
  readonly #context: LoweringContext<T>;
  readonly #slots: T;
  readonly #gates: T;

  /**
   * @param gates u32, one a matrix of the problem: kernels pass over a matrix whose gate is not 0. All are open when absent.
   * @throws ShapeError when the tiles exceed what the adapter can bind.
   */
  constructor(context: LoweringContext<T>, layout: TileLayout, gates?: T) {
    const bytes = 4 * layout.elements;
    const limit = context.facts.limits.maxStorageBufferBindingSize;
    if (bytes > limit) {
      throw new ShapeError(
        `linalg: expected at most ${String(limit)} bytes of tiles, got ${String(bytes)}; split the batch or use smaller blocks`,
      );
    }
    if (layout.count > MOST_MATRICES) {
      throw new ShapeError(`linalg: expected at most ${String(MOST_MATRICES)} matrices, got ${String(layout.count)}; split the batch`);
    }
    this.layout = layout;
    this.#context = context;
    this.buffers = {
      lower: context.scratch(layout.elements, 'linalg lower tiles'),
      upper: context.scratch(layout.elements, 'linalg upper tiles'),
      transposed: context.scratch(layout.elements, 'linalg transposed tiles'),
    };
    const slots = new Uint32Array(4 * layout.count);
    for (const { slot, index, first, side } of layout.matrices) slots.set([slot.offset, slot.size, first, side], 4 * index);
    this.#slots = context.constant(slots, 'linalg slots');
    this.#gates = gates ?? context.constant(new Uint32Array(layout.count), 'linalg open gates');
  }

  /** One more buffer of tiles. */
  buffer(label: string): T {
    return this.#context.scratch(this.layout.elements, `linalg ${label} tiles`);
  }

  /**
   * Fills the tiles on and above the diagonal, or all, from dense matrices (`'upper'`, `'all'`), or from lower factors
   * transposed; clears status.
   */
  load(source: T, shifts: T, status: T, tiles: T, part: LoadPart): Kernel<T> {
    const items = part === 'all' ? this.#allTiles() : this.#tilesAboveDiagonal();
    return {
      shader: 'linalg/tile-load.wgsl',
      overrides: { TILE: this.layout.tile, TRANSPOSED: part === 'transposed' ? 1 : 0 },
      bindings: [
        read(this.#slots),
        read(this.#items(items, 'linalg load')),
        read(source),
        read(shifts),
        readWrite(tiles),
        readWrite(status),
        read(this.#gates),
      ],
      workgroups: spread(items.length),
    };
  }

  /** Writes the results of all matrices whose status is 0 and whose gates are open. */
  store(source: StoreSource, tiles: T, status: T, destination: T): Kernel<T> {
    const items = source === 'all' ? this.#allTiles() : this.#tilesAboveDiagonal();
    return {
      shader: 'linalg/tile-store.wgsl',
      overrides: { TILE: this.layout.tile, SOURCE: STORE_SOURCES[source] },
      bindings: [
        read(this.#slots),
        read(this.#items(items, 'linalg store')),
        read(tiles),
        read(status),
        readWrite(destination),
        read(this.#gates),
      ],
      workgroups: spread(items.length),
    };
  }

  /** Deepest products go first, so that none is left to run alone at the end. */
  product(mode: ProductMode, products: readonly TileProduct[], a: T, b: T, c: T): Kernel<T> {
    const sorted = [...products].sort((left, right) => right.depth - left.depth);
    const flags = PRODUCT_FLAGS[mode];
    const items = sorted.map((product) => [product.a, product.b, product.c, flags + product.matrix * 2 ** MATRIX_SHIFT + product.depth]);
    return {
      shader: PRODUCT_SHADER[this.#context.facts.family],
      consts: { CAPACITY: this.layout.elements / 4 },
      bindings: [read(this.#items(items, `linalg ${mode}`)), read(a), read(b), readWrite(c), read(this.#gates)],
      workgroups: spread(items.length),
    };
  }

  /** Factorises and inverts diagonal tiles, or inverts those of a factor that stands in `upper`. */
  diagonal(tiles: readonly (readonly [matrix: TiledMatrix, place: number])[], status: T, factorise: boolean): Kernel<T> {
    const { tile } = this.layout;
    const items = tiles.map(([matrix, place]) => [matrix.index, tileAt(matrix, place, place), place * tile, matrix.slot.size]);
    const { lower, upper, transposed } = this.buffers;
    return {
      shader: DIAGONAL_SHADER[this.#context.facts.family],
      overrides: { FACTORISE: factorise ? 1 : 0 },
      bindings: [
        read(this.#items(items, 'linalg diagonal')),
        readWrite(lower),
        readWrite(upper),
        readWrite(transposed),
        readWrite(status),
        read(this.#gates),
      ],
      workgroups: spread(items.length),
    };
  }

  /** Writes tiles of `source` transposed into `destination`. */
  transpose(tiles: readonly TileTransposition[], source: T, destination: T): Kernel<T> {
    const items = tiles.map(({ matrix, from, to }) => [from, to, matrix, 0]);
    return {
      shader: 'linalg/tile-transpose.wgsl',
      overrides: { TILE: this.layout.tile },
      bindings: [read(this.#items(items, 'linalg transpose')), read(source), readWrite(destination), read(this.#gates)],
      workgroups: spread(items.length),
    };
  }

  #allTiles(): readonly (readonly number[])[] {
    return this.layout.matrices.flatMap(({ index, side }) =>
      range(0, side).flatMap((column) => range(0, side).map((row) => [index, row, column, 0])),
    );
  }

  #tilesAboveDiagonal(): readonly (readonly number[])[] {
    return this.layout.matrices.flatMap(({ index, side }) =>
      range(0, side).flatMap((column) => range(0, column + 1).map((row) => [index, row, column, 0])),
    );
  }

  #items(items: readonly (readonly number[])[], label: string): T {
    return this.#context.constant(new Uint32Array(items.flat()), label);
  }
}
