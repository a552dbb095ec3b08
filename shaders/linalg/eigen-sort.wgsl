// Begins a merge: T = diag(T₁, T₂) + ρzzᵀ in the basis of the halves' eigenvectors, ‖z‖ = 1, with the poles (eigenvalues of
// the halves) in ascending order. A thread finds the place of one pole.
//
// bindings: 0 matrices `[matrices]`   1 merges `[workgroups]`
//           2 tridiagonal `[lines]` (diagonal, the element right of it)
//           3 vectors f32 tiles, the halves' eigenvectors as rows
//           4 eigenvalues f32 `[lines]`, ascending in each half
//           5 sorted `[lines]` (pole, z, row it came from, unused)
// @include linalg/eigen-merge.wgsl

@group(0) @binding(0) var<storage, read> matrices: array<SymmetricMatrix>;
@group(0) @binding(1) var<storage, read> merges: array<Merge>;
@group(0) @binding(2) var<storage, read> tridiagonal: array<vec2f>;
@group(0) @binding(3) var<storage, read> vectors: array<f32>;
@group(0) @binding(4) var<storage, read> eigenvalues: array<f32>;
@group(0) @binding(5) var<storage, read_write> sorted: array<vec4f>;

const SQRT_HALF = 0.7071067811865476;

@compute @workgroup_size(32)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&merges)) {
    return;
  }
  let merge = merges[index];
  let row = merge.part + local;
  if (row >= merge.count) {
    return;
  }
  let matrix = matrices[merge.matrix];
  let line = matrix.line + merge.start;
  let value = eigenvalues[line + row];
  let in_first = row < merge.half;
  // Binary search among the other half's; on equality the first half goes first.
  var low = select(0u, merge.half, in_first);
  var high = select(merge.half, merge.count, in_first);
  let base = low;
  while (low < high) {
    let middle = (low + high) / 2u;
    let other = eigenvalues[line + middle];
    if (other < value || (other == value && !in_first)) {
      low = middle + 1u;
    } else {
      high = middle;
    }
  }
  let rank = row + low - base - select(merge.half, 0u, in_first);
  let middle = merge.start + merge.half;
  let coupling = tridiagonal[matrix.line + middle - 1u].y;
  var z = vectors[tiled(matrix, merge.start + row, select(middle, middle - 1u, in_first))];
  if (!in_first && coupling < 0.0) {
    z = -z;
  }
  sorted[line + rank] = vec4f(value, SQRT_HALF * z, f32(row), 0.0);
}
