// Products of symmetric matrices of different sizes with vectors: M x, or what is left of z after it, z − (M + shift·I) x.
//
// bindings: 0 items `[workgroups]` (offset of the matrix, size, start of its part of the vectors, matrix · 2¹⁶ | block
//             of 64 rows)
//           1 matrices f32, full row-major `[size, size]` from each offset   2 x   3 z   4 shifts f32 `[matrices]`
//           5 result, laid out like x and z
// overrides: REMAINDER, 1 for z − (M + shift·I) x.
// A thread owns a row, which is also a column: neighbours read neighbouring elements.

override REMAINDER: u32 = 0u;

@group(0) @binding(0) var<storage, read> items: array<vec4u>;
@group(0) @binding(1) var<storage, read> matrices: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read> z: array<f32>;
@group(0) @binding(4) var<storage, read> shifts: array<f32>;
@group(0) @binding(5) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&items)) {
    return;
  }
  let item = items[index];
  let row = (item.w & 0xffffu) * 64u + lane;
  if (row >= item.y) {
    return;
  }
  var sum = 0.0;
  var at = item.x + row;
  for (var k = 0u; k < item.y; k++) {
    sum = fma(matrices[at], x[item.z + k], sum);
    at += item.y;
  }
  if (REMAINDER == 1u) {
    sum = z[item.z + row] - fma(shifts[item.w >> 16u], x[item.z + row], sum);
  }
  result[item.z + row] = sum;
}
