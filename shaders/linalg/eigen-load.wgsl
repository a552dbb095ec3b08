// Copies symmetric matrices into square tiles, both triangles from the upper one, multiplied by the power of two that
// brings the largest element into [1, 2): then no square of an element that matters under- or overflows. The padding is
// zero, and so is a matrix that is not finite, which the status reports.
//
// bindings: 0 matrices `[matrices]`
//           1 items `[tiles on and above the diagonal]` (matrix, tile row, tile column, unused); one workgroup each
//           2 source f32, row-major `[size, size]` from each matrix's offset
//           3 magnitudes u32 `[matrices]`, bits of the largest element
//           4 tiles f32   5 scales f32 `[matrices]`, one over the power of two
//           6 status u32 `[all matrices]`: 0, or 1 when an element is not finite
// @include linalg/eigen-matrix.wgsl

@group(0) @binding(0) var<storage, read> matrices: array<SymmetricMatrix>;
@group(0) @binding(1) var<storage, read> items: array<vec4u>;
@group(0) @binding(2) var<storage, read> source: array<f32>;
@group(0) @binding(3) var<storage, read> magnitudes: array<u32>;
@group(0) @binding(4) var<storage, read_write> tiles: array<f32>;
@group(0) @binding(5) var<storage, read_write> scales: array<f32>;
@group(0) @binding(6) var<storage, read_write> status: array<u32>;

@compute @workgroup_size(TILE)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&items)) {
    return;
  }
  let item = items[index];
  let matrix = matrices[item.x];
  // Exponents of 0 and of the two largest binades have no normal reciprocal; a zero matrix may have any scale.
  let exponent = clamp(magnitudes[item.x] >> 23u, 1u, 252u);
  let finite = magnitudes[item.x] < 0x7f800000u;
  let factor = bitcast<f32>((254u - exponent) << 23u);
  let column = item.z * TILE + local;
  for (var row = item.y * TILE; row < (item.y + 1u) * TILE; row++) {
    var value = 0.0;
    if (finite && max(row, column) < matrix.size) {
      value = factor * source[matrix.offset + min(row, column) * matrix.size + max(row, column)];
    }
    tiles[tiled(matrix, row, column)] = value;
    tiles[tiled(matrix, column, row)] = value;
  }
  if (item.y == 0u && item.z == 0u && local == 0u) {
    scales[item.x] = bitcast<f32>(exponent << 23u);
    status[matrix.index] = select(1u, 0u, finite);
  }
}
