// The sizes of a matmul, in the order `shapeWords` in gpu/ops/matmul-shape.ts writes them. Strides count elements.
struct MatmulShape {
  m: u32,
  n: u32,
  k: u32,
  // Element (i, l) of Ā lies at i·a_row + l·a_column, element (l, j) of B̄ at l·b_row + j·b_column.
  a_row: u32,
  a_column: u32,
  b_row: u32,
  b_column: u32,
  // Row or column of Ā that consists of ones (the homogeneous coordinate); NONE when there is none.
  ones_row: u32,
  ones_column: u32,
  // Where the row of B̄ starts that is added to every row of Ā·B̄, and its stride; NONE when there is none.
  bias_start: u32,
  bias_stride: u32,
  scale: f32,
}

const NONE = 0xffffffffu;

// Applied to the result, see lib/activation.wgsl; fixed when the pipeline is made, since CPU adapters run all branches.
override ACTIVATION: u32 = 0u;
