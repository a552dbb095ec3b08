// out = coefficients[0]·out + coefficients[1]·scale·X̄ᵀX̄ for hardware GPUs: a workgroup of 16×16 invocations makes a tile
// of 64×64 of the upper triangle, four by four elements each, from panels of X̄ in workgroup memory (8 KiB).
//   binding 0  x             f32 `[rows, columns]`; column `columns` of X̄ is 1 when the size is columns + 1
//   binding 1  coefficients  f32 `[2]`
//   binding 2  out           f32 `[size, size]`; its content is not looked at when coefficients[0] is 0, nor changed when
//                            coefficients[1] is 0, whatever X̄ holds
//   binding 3  shape         see GramShape
//   binding 4  tiles         row and column of the tiles of the upper triangle, in tiles
// @include lib/gram-shape.wgsl
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> coefficients: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;
@group(0) @binding(3) var<storage, read> shape: GramShape;
@group(0) @binding(4) var<storage, read> tiles: array<vec2u>;

const TILE = 64u;
const STEPS = 16u;
// Row l of the panel holds 64 columns of X̄ as sixteen vec4s.
var<workgroup> panel_left: array<vec4f, 256>;
var<workgroup> panel_right: array<vec4f, 256>;

fn load(row: u32, column: u32) -> f32 {
  if (row >= shape.rows || column >= shape.size) { return 0.0; }
  if (column >= shape.columns) { return 1.0; }
  return x[row * shape.columns + column];
}

fn load_four(row: u32, column: u32) -> vec4f {
  return vec4f(load(row, column), load(row, column + 1u), load(row, column + 2u), load(row, column + 3u));
}

// Elements below the diagonal are left to the invocations that own their mirror images.
fn store(i: u32, j: u32, value: vec4f) {
  for (var e = 0u; e < 4u; e++) {
    let column = j + e;
    if (i <= column && column < shape.size) {
      var result = coefficients[1] * shape.scale * value[e];
      if (coefficients[0] != 0.0) { result += coefficients[0] * out[i * shape.size + column]; }
      out[i * shape.size + column] = result;
      out[column * shape.size + i] = result;
    }
  }
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let tile = group.y * groups.x + group.x;
  if (tile >= shape.tiles || coefficients[1] == 0.0) { return; }
  let row = tiles[tile].x * TILE;
  let column = tiles[tile].y * TILE;
  let x_four = local % 16u;
  let y_four = local / 16u;
  var c0 = vec4f();
  var c1 = vec4f();
  var c2 = vec4f();
  var c3 = vec4f();
  for (var first = 0u; first < shape.rows; first += STEPS) {
    panel_left[local] = load_four(first + y_four, row + x_four * 4u);
    panel_right[local] = load_four(first + y_four, column + x_four * 4u);
    workgroupBarrier();
    for (var step = 0u; step < STEPS; step++) {
      let left = panel_left[step * 16u + y_four];
      let right = panel_right[step * 16u + x_four];
      c0 = fma(vec4f(left.x), right, c0);
      c1 = fma(vec4f(left.y), right, c1);
      c2 = fma(vec4f(left.z), right, c2);
      c3 = fma(vec4f(left.w), right, c3);
    }
    workgroupBarrier();
  }
  let i = row + y_four * 4u;
  let j = column + x_four * 4u;
  store(i, j, c0);
  store(i + 1u, j, c1);
  store(i + 2u, j, c2);
  store(i + 3u, j, c3);
}
