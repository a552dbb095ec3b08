// C = activation(scale · Ā · B̄) for CPUs and at most 16 columns in whole vec4s: an invocation makes four rows of C, or its
// part of the sums over the inner dimension, from operands where they lie. Tiles would be mostly empty.
//   binding 0  a      f32, element (i, l) of Ā `[m, k]` at i·a_row + l·a_column; row ones_row and column ones_column are 1
//   binding 1  b      vec4f `[k, n / 4]`
//   binding 2  c      vec4f `[ceil(k / SPAN), m, n / 4]`: sums over runs of SPAN steps
//   binding 3  shape  see MatmulShape
// @include lib/activation.wgsl
// @include lib/matmul-shape.wgsl
override SPAN: u32 = 1u;
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> c: array<vec4f>;
@group(0) @binding(3) var<storage, read> shape: MatmulShape;

// Element l of four rows of Ā; rows beyond the last repeat it.
fn column_of_a(rows: vec4u, l: u32) -> vec4f {
  let at = min(rows, vec4u(shape.m - 1u)) * shape.a_row + l * shape.a_column;
  let ones = (rows == vec4u(shape.ones_row)) | vec4<bool>(l == shape.ones_column);
  // Loads are safe anywhere, and a value left unused is cheaper than a branch.
  return select(vec4f(a[at.x], a[at.y], a[at.z], a[at.w]), vec4f(1.0), ones);
}

fn store(part: u32, row: u32, sums: mat4x4f) {
  if (row >= shape.m) { return; }
  let vectors = shape.n / 4u;
  let at = (part * shape.m + row) * vectors;
  c[at] = activate(ACTIVATION, shape.scale * sums[0]);
  c[at + 1u] = activate(ACTIVATION, shape.scale * sums[1]);
  c[at + 2u] = activate(ACTIVATION, shape.scale * sums[2]);
  if (vectors == 4u) { c[at + 3u] = activate(ACTIVATION, shape.scale * sums[3]); }
}

@compute @workgroup_size(16)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 16u + lane;
  let quads = (shape.m + 3u) / 4u;
  let part = index / quads;
  let row = index % quads * 4u;
  let first = part * SPAN;
  if (first >= shape.k) { return; }
  let rows = row + vec4u(0u, 1u, 2u, 3u);
  let vectors = shape.n / 4u;
  // Columns beyond the last repeat it.
  let columns = min(vec4u(0u, 1u, 2u, 3u), vec4u(vectors - 1u));
  var c0 = mat4x4f();
  var c1 = mat4x4f();
  var c2 = mat4x4f();
  var c3 = mat4x4f();
  for (var l = first; l < min(first + SPAN, shape.k); l++) {
    let x = column_of_a(rows, l);
    let at = l * vectors + columns;
    let y0 = b[at.x];
    let y1 = b[at.y];
    let y2 = b[at.z];
    let y3 = b[at.w];
    c0 = mat4x4f(fma(x.xxxx, y0, c0[0]), fma(x.xxxx, y1, c0[1]), fma(x.xxxx, y2, c0[2]), fma(x.xxxx, y3, c0[3]));
    c1 = mat4x4f(fma(x.yyyy, y0, c1[0]), fma(x.yyyy, y1, c1[1]), fma(x.yyyy, y2, c1[2]), fma(x.yyyy, y3, c1[3]));
    c2 = mat4x4f(fma(x.zzzz, y0, c2[0]), fma(x.zzzz, y1, c2[1]), fma(x.zzzz, y2, c2[2]), fma(x.zzzz, y3, c2[3]));
    c3 = mat4x4f(fma(x.wwww, y0, c3[0]), fma(x.wwww, y1, c3[1]), fma(x.wwww, y2, c3[2]), fma(x.wwww, y3, c3[3]));
  }
  store(part, row, c0);
  store(part, row + 1u, c1);
  store(part, row + 2u, c2);
  store(part, row + 3u, c3);
}
