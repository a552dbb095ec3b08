// The eigenvectors of diag(d) + ρzzᵀ as columns of U, in ascending order of their eigenvalues and in terms of the rows of the
// two halves, deflating rotations undone. A thread makes one column; the padding is the identity.
//
// bindings: 0 matrices `[matrices]`   1 merges `[workgroups]`
//           2 counts `[merges]` (poles left, rotations)
//           3 poles `[lines]` (pole, z, ẑ, row)
//           4 roots `[lines]` (place of the nearer pole, distance to it, eigenvalue; w: place of a row's pole)
//           5 rotations `[lines]` (row p, row q, cosine, sine)
//           6 columns f32 tiles, U in the span's tiles
//           7 eigenvalues f32 `[lines]`, ascending in the span
// @include linalg/eigen-merge.wgsl

@group(0) @binding(0) var<storage, read> matrices: array<SymmetricMatrix>;
@group(0) @binding(1) var<storage, read> merges: array<Merge>;
@group(0) @binding(2) var<storage, read> counts: array<vec2u>;
@group(0) @binding(3) var<storage, read> poles: array<vec4f>;
@group(0) @binding(4) var<storage, read> roots: array<vec4f>;
@group(0) @binding(5) var<storage, read> rotations: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> columns: array<f32>;
@group(0) @binding(7) var<storage, read_write> eigenvalues: array<f32>;

@compute @workgroup_size(32)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&merges)) {
    return;
  }
  let merge = merges[index];
  let matrix = matrices[merge.matrix];
  let line = matrix.line + merge.start;
  let j = merge.part + local;
  let left = counts[merge.place].x;
  var rank = j;
  var own = j;
  var origin = 0.0;
  var distance = 0.0;
  var scale = 0.0;
  if (j < merge.count) {
    let root = roots[line + j];
    rank = 0u;
    for (var i = 0u; i < merge.count; i++) {
      let other = roots[line + i].z;
      rank += select(0u, 1u, other < root.z || (other == root.z && i < j));
    }
    eigenvalues[line + rank] = root.z;
    own = u32(poles[line + j].w);
    if (j < left) {
      origin = poles[line + u32(root.x)].x;
      distance = root.y;
      var squared = 0.0;
      for (var i = 0u; i < left; i++) {
        let pole = poles[line + i];
        let component = pole.z / ((pole.x - origin) - distance);
        squared = fma(component, component, squared);
      }
      scale = 1.0 / sqrt(squared);
    }
  }
  let padded = min(merge.start + (merge.count + TILE - 1u) / TILE * TILE, matrix.side * TILE) - merge.start;
  let at = tiled(matrix, merge.start, merge.start + rank);
  for (var row = 0u; row < padded; row++) {
    var value = select(0.0, 1.0, row == own);
    if (row < merge.count && j < left) {
      let place = u32(roots[line + row].w);
      value = 0.0;
      if (place < left) {
        let pole = poles[line + place];
        value = scale * (pole.z / ((pole.x - origin) - distance));
      }
    }
    columns[at + row * TILE] = value;
  }
  if (j < merge.count) {
    for (var rotation = counts[merge.place].y; rotation > 0u; rotation--) {
      let turn = rotations[line + rotation - 1u];
      let at_p = at + u32(turn.x) * TILE;
      let at_q = at + u32(turn.y) * TILE;
      let p = columns[at_p];
      let q = columns[at_q];
      columns[at_p] = fma(turn.z, p, -turn.w * q);
      columns[at_q] = fma(turn.w, p, turn.z * q);
    }
  }
}
