// A matrix of the eigen-solver, as gpu/linalg/eigen-layout.ts writes it, and its tiles.
//   overrides: TILE, side of a tile
// Tile (i, j) of a matrix stands at first + j·side + i; each is row-major `[TILE, TILE]`. What belongs to its rows or
// columns (diagonals, eigenvalues, poles) lies in lines: side·TILE elements from `line` on.

override TILE: u32 = 32u;

struct SymmetricMatrix {
  /** First element of the dense matrix. */
  offset: u32,
  size: u32,
  /** First tile, and tiles along a side. */
  first: u32,
  side: u32,
  line: u32,
  /** First element of its eigenvalues. */
  values: u32,
  /** Place in the problem. */
  index: u32,
  unused: u32,
}

/** Where element (row, column) stands in a buffer of tiles. */
fn tiled(matrix: SymmetricMatrix, row: u32, column: u32) -> u32 {
  return ((matrix.first + column / TILE * matrix.side) * TILE + row) * TILE + column % TILE;
}
