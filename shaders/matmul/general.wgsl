// C = activation(scale · Ā · B̄) for operands of any layout: one 4×4 tile of C an invocation, scalar loads. For problems
// too small, or too ragged, for the tiled kernels; every such problem shares this one pipeline.
//   binding 0  a      f32, element (i, l) of Ā `[m, k]` at i·a_row + l·a_column; row ones_row and column ones_column are 1
//   binding 1  b      f32, element (l, j) of B̄ `[k, n]` at l·b_row + j·b_column
//   binding 2  c      f32 `[m, n]`, row-major
//   binding 3  shape  see MatmulShape
// @include lib/activation.wgsl
// @include lib/matmul-shape.wgsl
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> c: array<f32>;
@group(0) @binding(3) var<storage, read> shape: MatmulShape;

fn load_a(i: u32, l: u32) -> f32 {
  if (i == shape.ones_row || l == shape.ones_column) { return 1.0; }
  return a[min(i, shape.m - 1u) * shape.a_row + l * shape.a_column];
}

fn load_b(l: u32, j: u32) -> f32 {
  return b[l * shape.b_row + min(j, shape.n - 1u) * shape.b_column];
}

fn store(i: u32, j: u32, value: vec4f) {
  if (i >= shape.m) { return; }
  let result = activate(ACTIVATION, shape.scale * value);
  for (var e = 0u; e < 4u; e++) {
    if (j + e < shape.n) { c[i * shape.n + j + e] = result[e]; }
  }
}

@compute @workgroup_size(16)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let tile = (group.y * groups.x + group.x) * 16u + lane;
  let tiles_across = (shape.n + 3u) / 4u;
  let i = tile / tiles_across * 4u;
  let j = tile % tiles_across * 4u;
  if (i >= shape.m) { return; }
  var c0 = vec4f();
  var c1 = vec4f();
  var c2 = vec4f();
  var c3 = vec4f();
  for (var l = 0u; l < shape.k; l++) {
    let row = vec4f(load_b(l, j), load_b(l, j + 1u), load_b(l, j + 2u), load_b(l, j + 3u));
    c0 = fma(vec4f(load_a(i, l)), row, c0);
    c1 = fma(vec4f(load_a(i + 1u, l)), row, c1);
    c2 = fma(vec4f(load_a(i + 2u, l)), row, c2);
    c3 = fma(vec4f(load_a(i + 3u, l)), row, c3);
  }
  store(i, j, c0);
  store(i + 1u, j, c1);
  store(i + 2u, j, c2);
  store(i + 3u, j, c3);
}
