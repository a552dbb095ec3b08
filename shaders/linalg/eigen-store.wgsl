// Copies eigenvectors out of square tiles into dense row-major matrices, and eigenvalues beside them; a matrix whose
// status is not 0 is left as it was.
//
// bindings: 0 matrices `[matrices]`
//           1 items `[tiles]` (matrix, tile row, tile column, unused); one workgroup each
//           2 tiles f32, an eigenvector a column   3 eigenvalues f32 `[lines]`
//           4 scales f32 `[matrices]`, which the eigenvalues are multiplied by
//           5 status u32 `[all matrices]`
//           6 vectors f32, row-major `[size, size]` from each matrix's offset
//           7 values f32, `[size]` from each matrix's place for them
// overrides: TILE; REVERSED, 1 puts the last column first
// @include linalg/eigen-matrix.wgsl

override REVERSED: u32 = 1u;

@group(0) @binding(0) var<storage, read> matrices: array<SymmetricMatrix>;
@group(0) @binding(1) var<storage, read> items: array<vec4u>;
@group(0) @binding(2) var<storage, read> tiles: array<f32>;
@group(0) @binding(3) var<storage, read> eigenvalues: array<f32>;
@group(0) @binding(4) var<storage, read> scales: array<f32>;
@group(0) @binding(5) var<storage, read> status: array<u32>;
@group(0) @binding(6) var<storage, read_write> vectors: array<f32>;
@group(0) @binding(7) var<storage, read_write> values: array<f32>;

@compute @workgroup_size(TILE)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&items)) {
    return;
  }
  let item = items[index];
  let matrix = matrices[item.x];
  let column = item.z * TILE + local;
  if (status[matrix.index] != 0u || column >= matrix.size) {
    return;
  }
  let place = select(column, matrix.size - 1u - column, REVERSED == 1u);
  let end = min((item.y + 1u) * TILE, matrix.size);
  for (var row = item.y * TILE; row < end; row++) {
    vectors[matrix.offset + row * matrix.size + place] = tiles[tiled(matrix, row, column)];
  }
  if (item.y == 0u) {
    values[matrix.values + place] = scales[item.x] * eigenvalues[matrix.line + column];
  }
}
