// Copies square matrices into tiles, padded by the identity.
//
// bindings: 0 matrices `[matrices]`
//           1 items `[tiles]` (matrix, tile row, tile column, unused); one workgroup each
//           2 source f32, row-major `[size, size]` from each matrix's offset   3 tiles f32
// @include linalg/eigen-matrix.wgsl

@group(0) @binding(0) var<storage, read> matrices: array<SymmetricMatrix>;
@group(0) @binding(1) var<storage, read> items: array<vec4u>;
@group(0) @binding(2) var<storage, read> source: array<f32>;
@group(0) @binding(3) var<storage, read_write> tiles: array<f32>;

@compute @workgroup_size(TILE)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&items)) {
    return;
  }
  let item = items[index];
  let matrix = matrices[item.x];
  let column = item.z * TILE + local;
  for (var row = item.y * TILE; row < (item.y + 1u) * TILE; row++) {
    var value = select(0.0, 1.0, row == column);
    if (max(row, column) < matrix.size) {
      value = source[matrix.offset + row * matrix.size + column];
    }
    tiles[tiled(matrix, row, column)] = value;
  }
}
