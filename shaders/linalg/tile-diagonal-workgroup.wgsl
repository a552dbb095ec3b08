// Factorises one 64×64 diagonal tile a workgroup, W = UᵀU, and inverts U: 256 threads hold 4×4 elements each in
// registers; the pivot's row and column pass through workgroup memory, one barrier a pivot.
//
// With W = L̃DL̃ᵀ eliminated row by row, U = D^½L̃ᵀ and X = U⁻ᵀ = D^-½L̃⁻¹.
//
// bindings: 0 items `[workgroups]` (matrix, tile, first row of the tile, size of the matrix)
//           1 lower, row-major tiles: W on entry, X = U⁻ᵀ on return
//           2 upper, row-major tiles: U on return (on entry when FACTORISE is 0)
//           3 transposed, row-major tiles: Xᵀ = U⁻¹ on return
//           4 status u32 `[matrices]`: 1 + row of the first pivot that is not positive and finite, else as it was
//           5 gates u32 `[matrices]`: nothing is done for a matrix whose gate is not 0
// overrides: FACTORISE, 0 only inverts the U that stands in `upper`.

override FACTORISE: u32 = 1u;

@group(0) @binding(0) var<storage, read> items: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> lower: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> upper: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> transposed: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> status: array<u32>;
@group(0) @binding(5) var<storage, read> gates: array<u32>;

// Two of each: the pivot after next may be published while the last one is still read.
var<workgroup> pivotRow: array<vec4f, 32>;
var<workgroup> inverseRow: array<vec4f, 32>;

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&items)) {
    return;
  }
  let item = items[index];
  if (gates[item.x] != 0u) {
    return;
  }
  let first = item.y * 1024u + local.y * 64u + local.x;
  var rows = array<vec4f, 4>();
  var inverse = array<vec4f, 4>();
  for (var i = 0u; i < 4u; i++) {
    if (FACTORISE == 1u) {
      rows[i] = lower[first + i * 16u];
    } else {
      rows[i] = upper[first + i * 16u];
    }
    inverse[i] = select(vec4f(), vec4f(vec4u(i) == vec4u(0u, 1u, 2u, 3u)), local.x == local.y);
  }
  var failed = 0u;
  for (var k4 = 0u; k4 < 16u; k4++) {
    for (var i = 0u; i < 4u; i++) {
      let half = (i & 1u) * 16u;
      if (local.y == k4) {
        pivotRow[half + local.x] = rows[i];
        inverseRow[half + local.x] = inverse[i];
      }
      workgroupBarrier();
      var pivot = pivotRow[half + k4][i];
      let bits = bitcast<u32>(pivot);
      // Positive, normal and finite, judged on the bits: comparisons with NaN may be folded away.
      if (FACTORISE == 1u && (bits < 0x00800000u || bits >= 0x7f800000u)) {
        if (failed == 0u) {
          failed = 1u + item.z + k4 * 4u + i;
        }
        pivot = 1.0;
      }
      // The tile is symmetric: the pivot's row serves as its column too.
      let below = vec4u(local.y * 4u) + vec4u(0u, 1u, 2u, 3u) > vec4u(k4 * 4u + i);
      let multipliers = select(vec4f(), -pivotRow[half + local.y] / pivot, below);
      for (var r = 0u; r < 4u; r++) {
        if (FACTORISE == 1u) {
          rows[r] = fma(vec4f(multipliers[r]), pivotRow[half + local.x], rows[r]);
        }
        inverse[r] = fma(vec4f(multipliers[r]), inverseRow[half + local.x], inverse[r]);
      }
      if (local.y == k4) {
        var scale = 1.0 / pivot;
        if (FACTORISE == 1u) {
          scale = 1.0 / sqrt(pivot);
          let right = vec4u(local.x * 4u) + vec4u(0u, 1u, 2u, 3u) >= vec4u(k4 * 4u + i);
          upper[first + i * 16u] = select(vec4f(), scale * rows[i], right);
        }
        inverse[i] = scale * inverse[i];
      }
    }
  }
  let block = transpose(mat4x4f(inverse[0], inverse[1], inverse[2], inverse[3]));
  let at = item.y * 1024u + local.x * 64u + local.y;
  for (var i = 0u; i < 4u; i++) {
    lower[first + i * 16u] = inverse[i];
    transposed[at + i * 16u] = block[i];
  }
  if (failed != 0u && thread == 0u && status[item.x] == 0u) {
    status[item.x] = failed;
  }
}
