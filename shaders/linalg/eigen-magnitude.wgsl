// The largest magnitude in the upper triangle of each matrix, as bits: these order like the magnitudes, NaN above all,
// and a maximum of integers does not depend on the order it is taken in.
//
// bindings: 0 matrices `[matrices]`
//           1 items `[tiles on and above the diagonal]` (matrix, tile row, tile column, unused); one workgroup each
//           2 source f32, row-major `[size, size]` from each matrix's offset
//           3 magnitudes u32 `[matrices]`, cleared before
// @include linalg/eigen-matrix.wgsl

@group(0) @binding(0) var<storage, read> matrices: array<SymmetricMatrix>;
@group(0) @binding(1) var<storage, read> items: array<vec4u>;
@group(0) @binding(2) var<storage, read> source: array<u32>;
@group(0) @binding(3) var<storage, read_write> magnitudes: array<atomic<u32>>;

@compute @workgroup_size(TILE)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&items)) {
    return;
  }
  let item = items[index];
  let matrix = matrices[item.x];
  let column = item.z * TILE + local;
  if (column >= matrix.size) {
    return;
  }
  var largest = 0u;
  let end = min((item.y + 1u) * TILE, column + 1u);
  for (var row = item.y * TILE; row < end; row++) {
    largest = max(largest, source[matrix.offset + row * matrix.size + column] & 0x7fffffffu);
  }
  atomicMax(&magnitudes[item.x], largest);
}
