// The sizes of a matmul, in the order `shapeWords` in gpu/ops/matmul-kernels.ts writes them. Strides count elements.
struct MatmulShape {
  m: u32,
  n: u32,
  k: u32,
  a_row: u32,
  a_column: u32,
  b_row: u32,
  b_column: u32,
  // Row or column of Ā that consists of ones (the homogeneous coordinate); 0xffffffff when there is none.
  ones_row: u32,
  ones_column: u32,
  activation: u32,
  scale: f32,
}
