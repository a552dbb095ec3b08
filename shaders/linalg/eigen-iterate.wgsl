// The iterate (A + σI)Q with its columns scaled by 1 / (λ + σ), which makes it nearly orthogonal where Q nearly
// diagonalises A, and its transpose. σ is a small share of the largest quotient: what has no eigenvalue to speak of stays
// as it is, instead of being drowned in the rounding of AQ.
//
// bindings: 0 matrices `[matrices]`
//           1 items `[tiles]` (matrix, tile row, tile column, unused); one workgroup each
//           2 vectors f32 tiles, Q, padded by the identity   3 quotients f32 `[lines]`
//           4 largest u32 `[matrices]`: bits of the largest magnitude of a quotient
//           5 iterate f32 tiles: AQ, replaced   6 transposed f32 tiles
// @include linalg/eigen-matrix.wgsl

@group(0) @binding(0) var<storage, read> matrices: array<SymmetricMatrix>;
@group(0) @binding(1) var<storage, read> items: array<vec4u>;
@group(0) @binding(2) var<storage, read> vectors: array<f32>;
@group(0) @binding(3) var<storage, read> quotients: array<f32>;
@group(0) @binding(4) var<storage, read> largest: array<u32>;
@group(0) @binding(5) var<storage, read_write> iterate: array<f32>;
@group(0) @binding(6) var<storage, read_write> transposed: array<f32>;

/** A thousand times the rounding of AQ, which is about 1e-7 of the largest eigenvalue. */
const SHIFT = 1e-4;

@compute @workgroup_size(TILE)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&items)) {
    return;
  }
  let item = items[index];
  let matrix = matrices[item.x];
  let column = item.z * TILE + local;
  // A zero matrix keeps its basis.
  let shift = max(SHIFT * bitcast<f32>(largest[item.x]), 1e-20);
  var scale = 1.0 / shift;
  if (column < matrix.size) {
    scale = 1.0 / (abs(quotients[matrix.line + column]) + shift);
  }
  for (var row = item.y * TILE; row < (item.y + 1u) * TILE; row++) {
    let at = tiled(matrix, row, column);
    let value = scale * fma(shift, vectors[at], iterate[at]);
    iterate[at] = value;
    transposed[tiled(matrix, column, row)] = value;
  }
}
