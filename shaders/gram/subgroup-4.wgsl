enable subgroups;
// out = coefficients[0]·out + coefficients[1]·scale·X̄ᵀX̄ for adapters whose subgroups are exactly four lanes: a workgroup
// is one subgroup and makes a 64×32 tile that touches the upper triangle, like matmul/subgroup-4.wgsl.
//   binding 0  a             strips of the columns of X̄, see matmul/pack-strips.wgsl
//   binding 1  coefficients  f32 `[2]`
//   binding 2  out           f32 `[size, size]`; its content is not looked at when coefficients[0] is 0, nor changed when
//                            coefficients[1] is 0, whatever X̄ holds
//   binding 3  shape         see GramShape; pitch counts the vec4s along a strip, an even number
//   binding 4  tiles         row and column of the tiles that touch the upper triangle, in tiles
//   binding 5  b             the same as a
// @include lib/gram-shape.wgsl
// @include lib/strip-product.wgsl
@group(0) @binding(0) var<storage, read> a: array<vec4f>;
@group(0) @binding(1) var<storage, read> coefficients: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;
@group(0) @binding(3) var<storage, read> shape: GramShape;
@group(0) @binding(4) var<storage, read> tiles: array<vec2u>;
@group(0) @binding(5) var<storage, read> b: array<vec4f>;

// Averages elements (i, j…j + 3) into the upper triangle and mirrors them; those below the diagonal are left to others.
fn store(i: u32, j: u32, value: vec4f) {
  let keep = coefficients[0];
  let weight = coefficients[1] * shape.scale;
  for (var e = 0u; e < 4u; e++) {
    let column = j + e;
    if (i <= column && column < shape.size) {
      var result = weight * value[e];
      if (keep != 0.0) { result += keep * out[i * shape.size + column]; }
      out[i * shape.size + column] = result;
      out[column * shape.size + i] = result;
    }
  }
}

@compute @workgroup_size(4)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(subgroup_invocation_id) lane: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= shape.tiles || coefficients[1] == 0.0) { return; }
  let i = tiles[index].x;
  let j = tiles[index].y;
  multiply(i * shape.pitch * 64u, j / 2u * shape.pitch * 64u + j % 2u * 32u, shape.pitch, lane);
  store_tile(i * 64u, j * 32u, lane);
}
