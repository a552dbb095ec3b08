// Sums of tiles, U ← KEEP·U + scale·ADD·V + DIAGONAL·I. A tile may also be written transposed to where its mirror image
// is; a tile on the diagonal is its own, and is made symmetric from its upper half.
//
// bindings: 0 items `[tiles]` (tile, tile its transpose goes to or all ones, matrix, 1 on the diagonal); a workgroup each
//           1 V, vec4 of row-major `[TILE, TILE]` tiles   2 U, likewise
//           3 scales f32 `[matrices]`   4 gates u32 `[matrices]`: nothing is done for a matrix whose gate is not 0
// overrides: TILE, side of a tile; KEEP, ADD, DIAGONAL. A thread makes 4×4 elements.

override TILE: u32 = 32u;
override KEEP: f32 = 1.0;
override ADD: f32 = 1.0;
override DIAGONAL: f32 = 0.0;

@group(0) @binding(0) var<storage, read> items: array<vec4u>;
@group(0) @binding(1) var<storage, read> v: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> u: array<vec4f>;
@group(0) @binding(3) var<storage, read> scales: array<f32>;
@group(0) @binding(4) var<storage, read> gates: array<u32>;

const NONE = 0xffffffffu;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&items)) {
    return;
  }
  let item = items[index];
  if (gates[item.z] != 0u) {
    return;
  }
  let add = ADD * scales[item.z];
  let width = TILE / 4u;
  for (var i = local; i < width * width; i += 64u) {
    let row = i / width;
    let column = i % width;
    let at = item.x * (TILE * width) + row * TILE + column;
    let is_mirrored = item.y != NONE;
    if (is_mirrored && item.y == item.x && row > column) {
      continue;
    }
    var block = mat4x4f();
    for (var r = 0u; r < 4u; r++) {
      block[r] = fma(vec4f(add), v[at + r * width], KEEP * u[at + r * width]);
    }
    if (item.w == 1u && row == column) {
      for (var r = 0u; r < 4u; r++) {
        block[r][r] += DIAGONAL;
      }
    }
    if (is_mirrored && item.y == item.x && row == column) {
      let turned = transpose(block);
      for (var r = 1u; r < 4u; r++) {
        block[r] = select(block[r], turned[r], vec4u(0u, 1u, 2u, 3u) < vec4u(r));
      }
    }
    for (var r = 0u; r < 4u; r++) {
      u[at + r * width] = block[r];
    }
    if (is_mirrored) {
      let mirrored = item.y * (TILE * width) + column * TILE + row;
      let turned = transpose(block);
      for (var r = 0u; r < 4u; r++) {
        u[mirrored + r * width] = turned[r];
      }
    }
  }
}
