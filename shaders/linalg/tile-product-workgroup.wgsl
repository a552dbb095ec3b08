// Products of tile columns, C ← βC ± AᵀB, a 64×64 tile by 256 threads with 4×4 registers each,
// staged through workgroup memory 16 rows at a time.
//
// bindings: 0 items `[tiles of C]` (first tile of A, first tile of B, tile of C, depth in tiles | matrix · 2¹⁶ |
//             ACCUMULATE | NEGATE)
//           1 a, 2 b (may be one buffer), 3 c: vec4 of row-major `[64, 64]` tiles; tiles of a column of tiles follow
//           each other, so that AᵀB over a depth of d tiles runs through 64·d consecutive rows
//           4 gates u32 `[matrices]`: nothing is done for a matrix whose gate is not 0
// consts: CAPACITY, vec4s in each of a, b and c; a fixed length makes loads cheaper on CPU adapters.

const CAPACITY = 4096;
const ACCUMULATE = 0x80000000u;
const NEGATE = 0x40000000u;

@group(0) @binding(0) var<storage, read> items: array<vec4u>;
@group(0) @binding(1) var<storage, read> a: array<vec4f, CAPACITY>;
@group(0) @binding(2) var<storage, read> b: array<vec4f, CAPACITY>;
@group(0) @binding(3) var<storage, read_write> c: array<vec4f, CAPACITY>;
@group(0) @binding(4) var<storage, read> gates: array<u32>;

var<workgroup> stagedA: array<vec4f, 256>;
var<workgroup> stagedB: array<vec4f, 256>;

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&items)) {
    return;
  }
  let item = items[index];
  if (gates[(item.w >> 16u) & 0x3fffu] != 0u) {
    return;
  }
  var s0 = vec4f();
  var s1 = vec4f();
  var s2 = vec4f();
  var s3 = vec4f();
  let steps = (item.w & 0xffffu) * 4u;
  for (var step = 0u; step < steps; step++) {
    stagedA[thread] = a[item.x * 1024u + step * 256u + thread];
    stagedB[thread] = b[item.y * 1024u + step * 256u + thread];
    workgroupBarrier();
    for (var row = 0u; row < 16u; row++) {
      let left = stagedA[row * 16u + local.y];
      let right = stagedB[row * 16u + local.x];
      s0 = fma(vec4f(left.x), right, s0);
      s1 = fma(vec4f(left.y), right, s1);
      s2 = fma(vec4f(left.z), right, s2);
      s3 = fma(vec4f(left.w), right, s3);
    }
    workgroupBarrier();
  }
  let at = item.z * 1024u + local.y * 64u + local.x;
  let sign = vec4f(select(1.0, -1.0, (item.w & NEGATE) != 0u));
  if ((item.w & ACCUMULATE) != 0u) {
    c[at] = fma(sign, s0, c[at]);
    c[at + 16u] = fma(sign, s1, c[at + 16u]);
    c[at + 32u] = fma(sign, s2, c[at + 32u]);
    c[at + 48u] = fma(sign, s3, c[at + 48u]);
  } else {
    c[at] = sign * s0;
    c[at + 16u] = sign * s1;
    c[at + 32u] = sign * s2;
    c[at + 48u] = sign * s3;
  }
}
