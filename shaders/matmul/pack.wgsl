// Copies a matrix into rows of whole vec4s: stored columns, then a column of ones where asked for, then zeros.
//   binding 0  source  f32 `[rows, columns]`
//   binding 1  packed  f32 `[rows, 4·pitch]`
//   binding 2  shape   see PackShape
struct PackShape {
  rows: u32,
  columns: u32,
  // Columns with the homogeneous one.
  filled: u32,
  // Length of a packed row in vec4s.
  pitch: u32,
}
@group(0) @binding(0) var<storage, read> source: array<f32>;
@group(0) @binding(1) var<storage, read_write> packed: array<vec4f>;
@group(0) @binding(2) var<storage, read> shape: PackShape;

fn element(row: u32, column: u32) -> f32 {
  if (column < shape.columns) { return source[row * shape.columns + column]; }
  return select(0.0, 1.0, column < shape.filled);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = (group.y * groups.x + group.x) * 64u + local;
  let row = index / shape.pitch;
  let column = index % shape.pitch * 4u;
  if (row >= shape.rows) { return; }
  packed[index] = vec4f(element(row, column), element(row, column + 1u), element(row, column + 2u), element(row, column + 3u));
}
