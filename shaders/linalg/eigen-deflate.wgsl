// Deflation: a pole whose z is negligible is an eigenvalue as it stands, and of two poles that are nearly equal one is
// freed of its z by a rotation (Dongarra & Sorensen, A fully parallel algorithm for the symmetric eigenvalue problem,
// SIAM J. Sci. Stat. Comput. 8 (1987)). What is left has separate poles and no small z. One thread a merge.
//
// bindings: 0 matrices `[matrices]`   1 merges `[merges]`
//           2 tridiagonal `[lines]` (diagonal, the element right of it)
//           3 sorted `[lines]` (pole, z, row it came from, unused)
//           4 poles `[lines]` (pole, z, unused, row): those that are left from the front, ascending, the others behind
//           5 roots `[lines]`, of which w: place of a row's pole among `poles`
//           6 rotations `[lines]` (row p, row q, cosine, sine)
//           7 counts `[merges]` (poles left, rotations)
// @include linalg/eigen-merge.wgsl

@group(0) @binding(0) var<storage, read> matrices: array<SymmetricMatrix>;
@group(0) @binding(1) var<storage, read> merges: array<Merge>;
@group(0) @binding(2) var<storage, read> tridiagonal: array<vec2f>;
@group(0) @binding(3) var<storage, read> sorted: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> poles: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> roots: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> rotations: array<vec4f>;
@group(0) @binding(7) var<storage, read_write> counts: array<vec2u>;

/** Eight units of round-off, the measure of LAPACK's slaed2. */
const TOLERANCE = 4.8e-7;

var<private> line: u32;

fn place(at: u32, pole: f32, z: f32, row: f32) {
  poles[line + at] = vec4f(pole, z, 0.0, row);
  roots[line + u32(row)].w = f32(at);
}

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&merges)) {
    return;
  }
  let merge = merges[index];
  let matrix = matrices[merge.matrix];
  line = matrix.line + merge.start;
  let rho = 2.0 * abs(tridiagonal[line + merge.half - 1u].y);
  var largest = max(abs(sorted[line].x), abs(sorted[line + merge.count - 1u].x));
  for (var i = 0u; i < merge.count; i++) {
    largest = max(largest, abs(sorted[line + i].y));
  }
  let tolerance = TOLERANCE * largest;
  var left = 0u;
  var behind = merge.count;
  var rotated = 0u;
  var waits = false;
  var pending = vec3f();
  for (var i = 0u; i < merge.count; i++) {
    var next = sorted[line + i].xyz;
    if (rho * abs(next.y) <= tolerance) {
      behind--;
      place(behind, next.x, 0.0, next.z);
      continue;
    }
    if (waits) {
      let length = sqrt(fma(next.y, next.y, pending.y * pending.y));
      let cosine = next.y / length;
      let sine = -pending.y / length;
      let gap = next.x - pending.x;
      if (abs(gap * cosine * sine) <= tolerance) {
        rotations[line + rotated] = vec4f(pending.z, next.z, cosine, sine);
        rotated++;
        behind--;
        place(behind, fma(gap, sine * sine, pending.x), 0.0, pending.z);
        next = vec3f(fma(gap, -sine * sine, next.x), length, next.z);
      } else {
        place(left, pending.x, pending.y, pending.z);
        left++;
      }
    }
    pending = next;
    waits = true;
  }
  if (waits) {
    place(left, pending.x, pending.y, pending.z);
    left++;
  }
  counts[merge.place] = vec2u(left, rotated);
}
