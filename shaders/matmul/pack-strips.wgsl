// Copies one operand of a product into strips of 64 rows (of Ā, or columns of B̄). A strip holds its rows four steps of the
// inner dimension at a time: 64 vec4s, one a row, then those of the next four steps. What the product needs beyond the
// operand is zero, so that the kernels which read strips have no edges and no layouts.
//   binding 0  source  f32, element l of row i at i·row_stride + l·inner_stride
//   binding 1  strips  vec4f `[ceil(rows / 64), steps, 64]`
//   binding 2  shape   see StripShape
struct StripShape {
  rows: u32,
  inner: u32,
  row_stride: u32,
  inner_stride: u32,
  // The row, and the step along every row, that consist of ones (the homogeneous coordinate), or 0xffffffff.
  ones_row: u32,
  ones_inner: u32,
  // Vec4s along a strip, and in all strips.
  steps: u32,
  vectors: u32,
}
@group(0) @binding(0) var<storage, read> source: array<f32>;
@group(0) @binding(1) var<storage, read_write> strips: array<vec4f>;
@group(0) @binding(2) var<storage, read> shape: StripShape;

// Steps l…l + 3 of a row. What is loaded from beyond the operand, where WebGPU lets a load return anything, is not used:
// cheaper than branches.
fn load(row: u32, l: u32) -> vec4f {
  let steps = vec4u(l, l + 1u, l + 2u, l + 3u);
  let at = row * shape.row_stride + steps * shape.inner_stride;
  let values = vec4f(source[at.x], source[at.y], source[at.z], source[at.w]);
  let ones = (steps == vec4u(shape.ones_inner)) | vec4<bool>(row == shape.ones_row);
  let inside = (steps < vec4u(shape.inner)) & vec4<bool>(row < shape.rows);
  return select(vec4f(), select(values, vec4f(1.0), ones), inside);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let column = group.y * groups.x + group.x;
  let index = column * 64u + local;
  if (index >= shape.vectors) { return; }
  let row = column / shape.steps * 64u + local;
  strips[index] = load(row, column % shape.steps * 4u);
}
