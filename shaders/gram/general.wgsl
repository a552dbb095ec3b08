// out = coefficients[0]·out + coefficients[1]·scale·X̄ᵀX̄ for X̄ of any width: one 4×4 tile of the upper triangle an
// invocation, mirrored. For factors too small for the tiled kernels; they all share this one pipeline.
//   binding 0  x             f32 `[rows, columns]`; column `columns` of X̄ is 1 when the size is columns + 1
//   binding 1  coefficients  f32 `[2]`
//   binding 2  out           f32 `[size, size]`; its content is not looked at when coefficients[0] is 0, nor changed when
//                            coefficients[1] is 0, whatever X̄ holds
//   binding 3  shape         see GramShape
// @include lib/gram-shape.wgsl
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> coefficients: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;
@group(0) @binding(3) var<storage, read> shape: GramShape;

fn load(row: u32, column: u32) -> f32 {
  if (column >= shape.columns) { return 1.0; }
  return x[row * shape.columns + column];
}

fn load_four(row: u32, column: u32) -> vec4f {
  return vec4f(load(row, column), load(row, column + 1u), load(row, column + 2u), load(row, column + 3u));
}

fn store(i: u32, j: u32, value: vec4f) {
  if (i >= shape.size) { return; }
  for (var e = 0u; e < 4u; e++) {
    let column = j + e;
    if (column >= shape.size || column < i) { continue; }
    var result = coefficients[1] * shape.scale * value[e];
    if (coefficients[0] != 0.0) { result += coefficients[0] * out[i * shape.size + column]; }
    out[i * shape.size + column] = result;
    out[column * shape.size + i] = result;
  }
}

@compute @workgroup_size(16)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  if (coefficients[1] == 0.0) { return; }
  let tile = (group.y * groups.x + group.x) * 16u + lane;
  let tiles_across = (shape.size + 3u) / 4u;
  let i = tile / tiles_across * 4u;
  let j = tile % tiles_across * 4u;
  if (i >= shape.size || j < i) { return; }
  var c0 = vec4f();
  var c1 = vec4f();
  var c2 = vec4f();
  var c3 = vec4f();
  for (var row = 0u; row < shape.rows; row++) {
    let left = load_four(row, i);
    let right = load_four(row, j);
    c0 = fma(vec4f(left.x), right, c0);
    c1 = fma(vec4f(left.y), right, c1);
    c2 = fma(vec4f(left.z), right, c2);
    c3 = fma(vec4f(left.w), right, c3);
  }
  store(i, j, c0);
  store(i + 1u, j, c1);
  store(i + 2u, j, c2);
  store(i + 3u, j, c3);
}
