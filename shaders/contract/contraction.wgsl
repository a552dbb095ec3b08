// A batch of products of matrices whose rows, columns and inner steps lie anywhere, in the order `shapeWords` in
// gpu/ops/contract.ts writes it. The including file binds it as `shape`.
struct Contraction {
  batches: u32,
  m: u32,
  n: u32,
  k: u32,
  scale: f32,
  // Offsets in a, b and the result of every batch, row, column and step, one after the other. Sums of them are where
  // elements lie; tables, since divisions into any number of axes cost more than loads.
  @align(16) offsets: array<vec4u>,
}

// The tile of an invocation: its batch, and its first row and column.
struct Tile {
  batch: u32,
  i: u32,
  j: u32,
}

fn tile_of(index: u32, side: u32) -> Tile {
  let across = (shape.n + side - 1u) / side;
  let down = (shape.m + side - 1u) / side;
  let row = index / across;
  let batch = row / down;
  return Tile(batch, (row - batch * down) * side, (index - row * across) * side);
}

fn place_of_batch(batch: u32) -> vec4u {
  return shape.offsets[batch];
}

fn place_of_row(i: u32) -> vec4u {
  return shape.offsets[shape.batches + min(i, shape.m - 1u)];
}

fn place_of_column(j: u32) -> vec4u {
  return shape.offsets[shape.batches + shape.m + min(j, shape.n - 1u)];
}

fn place_of_step(l: u32) -> vec4u {
  return shape.offsets[shape.batches + shape.m + shape.n + l];
}
