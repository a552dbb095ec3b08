// Inverts symmetric positive definite matrices of at most 32×32, one a workgroup: (A + shift·I)⁻¹ = L⁻ᵀL⁻¹.
// 64 threads hold 4×4 elements each in registers; the pivot's row passes through workgroup memory, one barrier a pivot.
// A matrix that is not positive definite is tried again with a larger shift, a few times; then it is reported and its
// inverse left as it was.
//
// With A = L̃DL̃ᵀ eliminated by rows, X = D^-½L̃⁻¹ and A⁻¹ = XᵀX; the padding to 32 is the identity.
//
// bindings: 0 items `[matrices of this path]` (offset, size, matrix, unused)
//           1 matrices f32, row-major `[size, size]` from each offset, read on and above the diagonal
//           2 shifts f32 `[all matrices]`, grown by what was needed   3 inverses f32, laid out like the matrices
//           4 status u32 `[all matrices]`: 0, or 1 + row of the first pivot that is not positive and finite
//           5 rungs u32 `[all matrices]`: times the shift was grown
//           6 kept u32 `[all matrices]`: a matrix whose word is not 0 is left alone
// overrides: RUNGS, most times a shift grows; GROWTH, how much each time

override RUNGS: u32 = 3u;
override GROWTH: f32 = 10.0;

@group(0) @binding(0) var<storage, read> items: array<vec4u>;
@group(0) @binding(1) var<storage, read> matrices: array<f32>;
@group(0) @binding(2) var<storage, read_write> shifts: array<f32>;
@group(0) @binding(3) var<storage, read_write> inverses: array<f32>;
@group(0) @binding(4) var<storage, read_write> status: array<u32>;
@group(0) @binding(5) var<storage, read_write> rungs: array<u32>;
@group(0) @binding(6) var<storage, read> kept: array<u32>;

// Two rows of each: the pivot after next may be published while the last one is still read.
var<workgroup> pivotRow: array<vec4f, 16>;
var<workgroup> inverseRow: array<vec4f, 16>;
/** X, `[32, 32]`. */
var<workgroup> staged: array<vec4f, 256>;
var<workgroup> outcome: u32;

fn element(item: vec4u, shift: f32, row: u32, column: u32) -> f32 {
  if (max(row, column) >= item.y) {
    return select(0.0, 1.0, row == column);
  }
  let value = matrices[item.x + min(row, column) * item.y + max(row, column)];
  return value + select(0.0, shift, row == column);
}

@compute @workgroup_size(8, 8)
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
  if (kept[item.z] != 0u) {
    return;
  }
  let column = local.x * 4u;
  var rows = array<vec4f, 4>();
  var inverse = array<vec4f, 4>();
  let rounds = (item.y + 3u) / 4u;
  var shift = shifts[item.z];
  var rung = 0u;
  var failed = 0u;
  loop {
    for (var i = 0u; i < 4u; i++) {
      let row = local.y * 4u + i;
      rows[i] = vec4f(
        element(item, shift, row, column),
        element(item, shift, row, column + 1u),
        element(item, shift, row, column + 2u),
        element(item, shift, row, column + 3u),
      );
      inverse[i] = select(vec4f(), vec4f(vec4u(i) == vec4u(0u, 1u, 2u, 3u)), local.x == local.y);
    }
    failed = 0u;
    for (var k4 = 0u; k4 < rounds; k4++) {
      for (var i = 0u; i < 4u; i++) {
        let half = (i & 1u) * 8u;
        if (local.y == k4) {
          pivotRow[half + local.x] = rows[i];
          inverseRow[half + local.x] = inverse[i];
        }
        workgroupBarrier();
        var pivot = pivotRow[half + k4][i];
        let bits = bitcast<u32>(pivot);
        // Positive, normal and finite, judged on the bits: comparisons with NaN may be folded away.
        if (bits < 0x00800000u || bits >= 0x7f800000u) {
          if (failed == 0u) {
            failed = 1u + k4 * 4u + i;
          }
          pivot = 1.0;
        }
        // The matrix is symmetric: the pivot's row serves as its column too.
        let below = vec4u(local.y * 4u) + vec4u(0u, 1u, 2u, 3u) > vec4u(k4 * 4u + i);
        let multipliers = select(vec4f(), -pivotRow[half + local.y] / pivot, below);
        for (var r = 0u; r < 4u; r++) {
          rows[r] = fma(vec4f(multipliers[r]), pivotRow[half + local.x], rows[r]);
          inverse[r] = fma(vec4f(multipliers[r]), inverseRow[half + local.x], inverse[r]);
        }
        if (local.y == k4) {
          inverse[i] = inverse[i] / sqrt(pivot);
        }
      }
    }
    if (thread == 0u) {
      outcome = failed;
    }
    if (workgroupUniformLoad(&outcome) == 0u || rung == RUNGS) {
      break;
    }
    rung++;
    shift *= GROWTH;
  }
  for (var i = 0u; i < 4u; i++) {
    staged[(local.y * 4u + i) * 8u + local.x] = inverse[i];
    rows[i] = vec4f();
  }
  workgroupBarrier();
  for (var k = 0u; k < rounds * 4u; k++) {
    let left = staged[k * 8u + local.y];
    let right = staged[k * 8u + local.x];
    for (var r = 0u; r < 4u; r++) {
      rows[r] = fma(vec4f(left[r]), right, rows[r]);
    }
  }
  if (thread == 0u) {
    shifts[item.z] = shift;
    rungs[item.z] = rung;
    status[item.z] = failed;
  }
  if (failed != 0u) {
    return;
  }
  for (var i = 0u; i < 4u; i++) {
    let row = local.y * 4u + i;
    for (var j = 0u; j < 4u; j++) {
      if (max(row, column + j) < item.y) {
        inverses[item.x + row * item.y + column + j] = rows[i][j];
      }
    }
  }
}
