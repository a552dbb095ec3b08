enable subgroups;
// C = scale · Ā · B̄, or its positive part, for adapters whose subgroups are exactly four lanes: a workgroup is one subgroup and
// makes a 64×32 tile from strips of both operands, with neither barriers nor edges before the result is stored.
//   binding 0  a      strips of the rows of Ā, see matmul/pack-strips.wgsl
//   binding 1  b      strips of the columns of B̄
//   binding 2  c      f32 `[m, n]`, row-major
//   binding 3  shape  see ProductShape
// @include lib/strip-product.wgsl
// @include lib/store-product.wgsl
struct ProductShape {
  m: u32,
  n: u32,
  // Vec4s along a strip, an even number.
  steps: u32,
  // 1 where the result is the positive part.
  is_relu: u32,
  scale: f32,
}
@group(0) @binding(0) var<storage, read> a: array<vec4f>;
@group(0) @binding(1) var<storage, read> b: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> c: array<f32>;
@group(0) @binding(3) var<storage, read> shape: ProductShape;

@compute @workgroup_size(4)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(subgroup_invocation_id) lane: u32) {
  let index = group.y * groups.x + group.x;
  let tiles_across = (shape.n + 31u) / 32u;
  let i = index / tiles_across;
  let j = index % tiles_across;
  if (i * 64u >= shape.m) { return; }
  multiply(i * shape.steps * 64u, j / 2u * shape.steps * 64u + j % 2u * 32u, shape.steps, lane);
  store_tile(i * 64u, j * 32u, lane);
}
