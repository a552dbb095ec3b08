// C = activation(scale · Ā · B̄) for hardware GPUs: a workgroup of 16×16 invocations makes a tile of 64×64, four by four
// elements each, from panels of Ā and B̄ staged in workgroup memory (8.5 KiB) sixteen steps of the inner dimension at a time.
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

const TILE = 64u;
const STEPS = 16u;
// Step l of the panel holds 64 rows of Ā, or 64 columns of B̄, as sixteen vec4s; the seventeenth is left out, so that
// neighbours who stage neighbouring steps write to different memory banks.
const PITCH = 17u;
var<workgroup> panel_a: array<vec4f, 272>;
var<workgroup> panel_b: array<vec4f, 272>;

fn load_a(i: u32, l: u32) -> f32 {
  if (i >= shape.m || l >= shape.k) { return 0.0; }
  if (i == shape.ones_row || l == shape.ones_column) { return 1.0; }
  return a[i * shape.a_row + l * shape.a_column];
}

fn load_b(l: u32, j: u32) -> f32 {
  if (l >= shape.k || j >= shape.n) { return 0.0; }
  return b[l * shape.b_row + j * shape.b_column];
}

// Four consecutive rows of Ā at one step. Where the inner dimension is contiguous in memory, neighbours take
// neighbouring steps, otherwise neighbouring rows, so that loads coalesce.
fn stage(row: u32, column: u32, first: u32, local: u32) {
  let a_step = select(local / STEPS, local % STEPS, shape.a_column == 1u);
  let a_four = select(local % STEPS, local / STEPS, shape.a_column == 1u);
  let i = row + a_four * 4u;
  let l = first + a_step;
  panel_a[a_step * PITCH + a_four] = vec4f(load_a(i, l), load_a(i + 1u, l), load_a(i + 2u, l), load_a(i + 3u, l));
  let b_step = select(local % STEPS, local / STEPS, shape.b_column == 1u);
  let b_four = select(local / STEPS, local % STEPS, shape.b_column == 1u);
  let j = column + b_four * 4u;
  let k = first + b_step;
  panel_b[b_step * PITCH + b_four] = vec4f(load_b(k, j), load_b(k, j + 1u), load_b(k, j + 2u), load_b(k, j + 3u));
}

fn store(i: u32, j: u32, value: vec4f) {
  if (i >= shape.m) { return; }
  let result = activate(ACTIVATION, shape.scale * value);
  for (var e = 0u; e < 4u; e++) {
    if (j + e < shape.n) { c[i * shape.n + j + e] = result[e]; }
  }
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let tile = group.y * groups.x + group.x;
  let tiles_across = (shape.n + TILE - 1u) / TILE;
  let row = tile / tiles_across * TILE;
  let column = tile % tiles_across * TILE;
  if (row >= shape.m) { return; }
  let x = local % 16u;
  let y = local / 16u;
  var c0 = vec4f();
  var c1 = vec4f();
  var c2 = vec4f();
  var c3 = vec4f();
  for (var first = 0u; first < shape.k; first += STEPS) {
    stage(row, column, first, local);
    workgroupBarrier();
    for (var step = 0u; step < STEPS; step++) {
      let left = panel_a[step * PITCH + y];
      let right = panel_b[step * PITCH + x];
      c0 = fma(vec4f(left.x), right, c0);
      c1 = fma(vec4f(left.y), right, c1);
      c2 = fma(vec4f(left.z), right, c2);
      c3 = fma(vec4f(left.w), right, c3);
    }
    workgroupBarrier();
  }
  let i = row + y * 4u;
  let j = column + x * 4u;
  store(i, j, c0);
  store(i + 1u, j, c1);
  store(i + 2u, j, c2);
  store(i + 3u, j, c3);
}
