const HEATMAP_SIDE = 128;

/** A picture of a matrix: at most 128 × 128 cells, each the mean of what it stands for, row-major. */
export interface Heatmap {
  readonly rows: number;
  readonly columns: number;
  /** NaN where a cell holds a NaN, or nothing at all. */
  readonly values: Float32Array;
}

/** A rectangle of entries `[rows, columns]` whose first is at (`row`, `column`) of the matrix. */
export interface Tile {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
}

/** Where a cell begins when `size` indices are cut into `cells` nearly equal ones. */
export function cellEdge(cell: number, size: number, cells: number): number {
  return Math.floor((cell * size) / cells);
}

/**
 * The mean |value| of each cell of a matrix `[rows, columns]`, or the mean with its sign; what lies outside the tiles
 * counts for nothing.
 */
export function heatmap(rows: number, columns: number, tiles: readonly Tile[], signs: 'dropped' | 'kept' = 'dropped'): Heatmap {
  const rowCells = cellsOf(rows);
  const columnCells = cellsOf(columns);
  const [height, width] = [Math.min(rows, HEATMAP_SIDE), Math.min(columns, HEATMAP_SIDE)];
  const sums = new Float64Array(height * width);
  const counts = new Uint32Array(height * width);
  const entry = signs === 'kept' ? (value: number): number => value : Math.abs;
  for (const tile of tiles) {
    for (let row = 0, at = 0; row < tile.rows; row++) {
      const line = rowCells[tile.row + row]! * width;
      for (let column = 0; column < tile.columns; column++, at++) {
        const cell = line + columnCells[tile.column + column]!;
        sums[cell]! += entry(tile.values[at]!);
        counts[cell]! += 1;
      }
    }
  }
  return { rows: height, columns: width, values: Float32Array.from(sums, (sum, cell) => sum / counts[cell]!) };
}

/** The cell of every index. */
function cellsOf(size: number): Uint16Array {
  const cells = Math.min(size, HEATMAP_SIDE);
  const of = new Uint16Array(size);
  for (let cell = 0; cell < cells; cell++) of.fill(cell, cellEdge(cell, size, cells), cellEdge(cell + 1, size, cells));
  return of;
}
