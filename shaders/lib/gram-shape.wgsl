// The sizes of a gram product, in the order gpu/ops/gram-kernels.ts writes them.
struct GramShape {
  rows: u32,
  columns: u32,
  // columns, or columns + 1 with the homogeneous coordinate.
  size: u32,
  // Floats from row to row of X, or vec4s along a strip of its columns.
  pitch: u32,
  tiles: u32,
  scale: f32,
}
