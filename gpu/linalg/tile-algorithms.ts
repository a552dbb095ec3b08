import type { KernelFamily } from '../runtime/adapter-facts.ts';
import type { Kernel } from '../runtime/kernel.ts';
import type { TileKernels, TileProduct } from './tile-kernels.ts';
import { range, tileAt, type TiledMatrix } from './tile-layout.ts';

/**
 * Cholesky factorisation W = UᵀU of all matrices at once, one row of tiles a round: the diagonal tile is factorised and
 * inverted, the tiles right of it are multiplied by that inverse. CPU adapters bring a row of tiles up to date just
 * before its round (left-looking: each tile is written once); GPUs update all that remains after each round
 * (right-looking: many shallow products at once). Golub & Van Loan, Matrix Computations, 4th ed., §4.2.
 *
 * Takes the matrices in `lower`, leaves U in `upper` and the inverses of its diagonal tiles in both other buffers.
 */
export function factoriseTiles<T>(family: KernelFamily, tiles: TileKernels<T>, status: T): Kernel<T>[] {
  const { lower, upper, transposed } = tiles.buffers;
  const rightLooking = family === 'workgroup';
  const rounds = Math.max(...tiles.layout.matrices.map(({ side }) => side));
  return range(0, rounds).flatMap((round) => {
    const live = tiles.layout.matrices.filter(({ side }) => side > round);
    const right = (matrix: TiledMatrix): readonly number[] => range(round + 1, matrix.side);
    const kernels = [
      tiles.diagonal(
        live.map((matrix) => [matrix, round]),
        status,
        true,
      ),
    ];
    const pending = live.flatMap((matrix) => range(round, matrix.side).map((column) => rowUpdate(matrix, round, column, 0, round)));
    if (!rightLooking && round > 0) kernels.unshift(tiles.product('subtract', pending, upper, upper, lower));
    const panel = live.flatMap((matrix) =>
      right(matrix).map((column): TileProduct => {
        const target = tileAt(matrix, round, column);
        return { matrix: matrix.index, a: tileAt(matrix, round, round), b: target, c: target, depth: 1 };
      }),
    );
    if (panel.length > 0) kernels.push(tiles.product('assign', panel, transposed, lower, upper));
    const remaining = live.flatMap((matrix) =>
      right(matrix).flatMap((row) => range(row, matrix.side).map((column) => rowUpdate(matrix, row, column, round, 1))),
    );
    if (rightLooking && remaining.length > 0) kernels.push(tiles.product('subtract', remaining, upper, upper, lower));
    return kernels;
  });
}

/** W(row, column) −= Σ U(k, row)ᵀU(k, column) over `depth` tiles k from `start`. */
function rowUpdate(matrix: TiledMatrix, row: number, column: number, start: number, depth: number): TileProduct {
  return { matrix: matrix.index, a: tileAt(matrix, start, row), b: tileAt(matrix, start, column), c: tileAt(matrix, row, column), depth };
}

/**
 * X = U⁻ᵀ from U and the inverses of its diagonal tiles, by doubling: two neighbouring inverted triangles of s tiles and
 * the square between them make one of 2s, X₂₁ = −X₂₂U₁₂ᵀX₁₁. All pairs of all matrices share the dispatches of a
 * doubling, and products leave out what the triangles know to be zero.
 * Du Croz & Higham, Stability of methods for matrix inversion, IMA J. Numer. Anal. 12 (1992).
 *
 * Leaves X on and below the diagonal of `lower`.
 */
export function invertTiles<T>(tiles: TileKernels<T>): Kernel<T>[] {
  const { lower, upper, transposed } = tiles.buffers;
  const kernels: Kernel<T>[] = [];
  const widest = Math.max(...tiles.layout.matrices.map(({ side }) => side));
  for (let size = 1; size < widest; size *= 2) {
    const squares = tiles.layout.matrices.flatMap((matrix) => squaresBetween(matrix, size));
    const inner = squares.map(({ matrix, row, column, middle }): TileProduct => {
      const c = tileAt(matrix, row, column);
      return { matrix: matrix.index, a: tileAt(matrix, column, row), b: tileAt(matrix, column, column), c, depth: middle - column };
    });
    const outer = squares.map(({ matrix, row, column, middle }): TileProduct => {
      const c = tileAt(matrix, row, column);
      return { matrix: matrix.index, a: tileAt(matrix, middle, row), b: tileAt(matrix, middle, column), c, depth: row - middle + 1 };
    });
    kernels.push(tiles.product('assign', inner, upper, lower, transposed));
    kernels.push(tiles.product('negate', outer, transposed, transposed, lower));
    // The last doubling of a matrix needs no transpose: nothing multiplies its result from the left.
    const used = squares.filter(({ matrix }) => matrix.side > 2 * size);
    if (used.length > 0) {
      kernels.push(
        tiles.transpose(
          used.map(({ matrix, row, column }) => ({
            matrix: matrix.index,
            from: tileAt(matrix, row, column),
            to: tileAt(matrix, column, row),
          })),
          lower,
          transposed,
        ),
      );
    }
  }
  return kernels;
}

interface SquareTile {
  readonly matrix: TiledMatrix;
  readonly row: number;
  readonly column: number;
  /** First tile row of the square, which is one past its last tile column. */
  readonly middle: number;
}

function squaresBetween(matrix: TiledMatrix, size: number): readonly SquareTile[] {
  const pairs = range(0, Math.ceil(matrix.side / (2 * size)));
  return pairs.flatMap((pair) => {
    const start = pair * 2 * size;
    const middle = start + size;
    return range(middle, Math.min(middle + size, matrix.side)).flatMap((row) =>
      range(start, middle).map((column) => ({ matrix, row, column, middle })),
    );
  });
}

/** XᵀX = (UᵀU)⁻¹ into the tiles of `transposed` on and above the diagonal. */
export function gramOfInverse<T>(tiles: TileKernels<T>): Kernel<T> {
  const { lower, transposed } = tiles.buffers;
  const products = tiles.layout.matrices.flatMap((matrix) =>
    range(0, matrix.side).flatMap((column) =>
      range(0, column + 1).map((row): TileProduct => {
        return {
          matrix: matrix.index,
          a: tileAt(matrix, column, row),
          b: tileAt(matrix, column, column),
          c: tileAt(matrix, row, column),
          depth: matrix.side - column,
        };
      }),
    ),
  );
  return tiles.product('assign', products, lower, lower, transposed);
}
