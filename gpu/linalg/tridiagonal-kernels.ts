import type { KernelFamily } from '../runtime/adapter-facts.ts';
import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import type { EigenLayout } from './eigen-layout.ts';
import { range } from './tile-layout.ts';

interface Shape {
  /** Rows a thread walks down, at least a tile's, and how many such chunks a workgroup works on. */
  readonly chunk: number;
  readonly chunks: number;
  /** Threads that make a reflector. */
  readonly threads: number;
}

// A CPU works through a workgroup on one core: few threads, long walks. A GPU wants many of both at once.
const ON_CPU: Shape = { chunk: 128, chunks: 1, threads: 8 };
const SHAPES: Readonly<Record<KernelFamily, Shape>> = {
  'subgroup-4': ON_CPU,
  register: ON_CPU,
  workgroup: { chunk: 64, chunks: 4, threads: 256 },
};

/** Memory the tridiagonalisation works in. */
export interface TridiagonalOperands<T> {
  readonly records: T;
  /** Columns done, u32 `[matrices]`, cleared before. */
  readonly columns: T;
  /** The matrices, as full symmetric tiles; overwritten. */
  readonly work: T;
  /** Receives the reflectors' v as rows of tiles, from the diagonal tile on. */
  readonly reflectors: T;
  /** Receives `[lines]` pairs: the diagonal and the elements right of it. */
  readonly tridiagonal: T;
}

/**
 * Householder tridiagonalisation of all matrices at once, A = H₁…Hₙ₋₂ T Hₙ₋₂…H₁ with Hⱼ = I − vⱼvⱼᵀ, two dispatches a column:
 * one workgroup a matrix makes the next reflector; many apply the last one to what remains and, in the same pass over
 * it, take its product with the next. Golub & Van Loan, Matrix Computations, 4th ed., §8.3.
 */
export function tridiagonalKernels<T>(context: LoweringContext<T>, layout: EigenLayout, operands: TridiagonalOperands<T>): Kernel<T>[] {
  const { chunk, chunks, threads } = SHAPES[context.facts.family];
  const { tile } = layout.tiles;
  const { records, columns, work, reflectors, tridiagonal } = operands;
  const sizes = layout.matrices.map(({ slot }) => slot.size);
  const largest = sizes[0]!;
  const rows = context.scratch(4 * layout.lines, 'eigen reflector rows');
  const partials = context.scratch(layout.tiles.elements / tile, 'eigen partial products');
  const constants = { TILE: tile, CHUNK: chunk };

  // An item is needed while rows and columns beyond the one that is done remain in it.
  const items = layout.matrices
    .flatMap(({ slot: { size }, side }, matrix) =>
      range(0, Math.ceil(size / (chunk * chunks))).flatMap((group) =>
        range(0, side).map((column) => {
          const until = Math.min((group + 1) * chunk * chunks - 1, (column + 1) * tile - 1, size - 2);
          return { words: [matrix, column, group * chunks, 0], until };
        }),
      ),
    )
    .sort((left, right) => right.until - left.until);
  const itemWords = context.constant(new Uint32Array(items.flatMap(({ words }) => words)), 'eigen update items');

  const reflect = (column: number): Omit<Kernel<T>, 'workgroups'> => ({
    shader: 'linalg/eigen-reflect.wgsl',
    overrides: { ...constants, THREADS: threads },
    bindings: [
      read(records),
      readWrite(columns),
      read(work),
      // The first column has no reflector before it, and nothing has written products.
      read(column === 0 ? work : partials),
      readWrite(rows),
      readWrite(reflectors),
      readWrite(tridiagonal),
    ],
  });
  const update: Omit<Kernel<T>, 'workgroups'> = {
    shader: 'linalg/eigen-update.wgsl',
    overrides: { ...constants, WIDTH: tile / 4, CHUNKS: chunks },
    bindings: [read(records), read(itemWords), read(columns), read(rows), readWrite(work), readWrite(partials)],
  };
  return range(0, Math.max(1, largest - 1)).flatMap((column) => {
    const live = sizes.filter((size) => column < Math.max(1, size - 1)).length;
    const busy = items.filter(({ until }) => column < until).length;
    return [{ ...reflect(column), workgroups: [live, 1, 1] as const }, ...(busy > 0 ? [{ ...update, workgroups: spread(busy) }] : [])];
  });
}
