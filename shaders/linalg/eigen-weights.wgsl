// The z of which the computed roots are the exact ones, ẑᵢ² = Πⱼ(λⱼ − dᵢ) / Πⱼ≠ᵢ(dⱼ − dᵢ): eigenvectors made from it are
// orthogonal however close the roots lie (Gu & Eisenstat, A stable and efficient algorithm for the rank-one modification
// of the symmetric eigenproblem, SIAM J. Matrix Anal. Appl. 15 (1994)). A thread a pole.
//
// bindings: 0 matrices `[matrices]`   1 merges `[workgroups]`
//           2 counts `[merges]` (poles left, rotations)
//           3 roots `[lines]` (place of the nearer pole, distance to it, eigenvalue, unused)
//           4 poles `[lines]` (pole, z, ẑ, row)
// @include linalg/eigen-merge.wgsl

@group(0) @binding(0) var<storage, read> matrices: array<SymmetricMatrix>;
@group(0) @binding(1) var<storage, read> merges: array<Merge>;
@group(0) @binding(2) var<storage, read> counts: array<vec2u>;
@group(0) @binding(3) var<storage, read> roots: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> poles: array<vec4f>;

@compute @workgroup_size(32)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&merges)) {
    return;
  }
  let merge = merges[index];
  let i = merge.part + local;
  let count = counts[merge.place].x;
  if (i >= count) {
    return;
  }
  let line = matrices[merge.matrix].line + merge.start;
  let pole = poles[line + i].x;
  var product = 1.0;
  for (var j = 0u; j < count; j++) {
    let root = roots[line + j];
    let distance = (poles[line + u32(root.x)].x - pole) + root.y;
    product *= distance;
    if (j != i) {
      product /= poles[line + j].x - pole;
    }
  }
  let weight = sqrt(abs(product));
  poles[line + i].z = select(weight, -weight, poles[line + i].y < 0.0);
}
