// Inverts symmetric positive definite matrices of at most 32×32, one a thread, in the thread's own memory:
// (A + shift·I)⁻¹ = L⁻ᵀL⁻¹. A matrix that is not positive definite is tried again with a larger shift, a few
// times; then it is reported and its inverse left as it was.
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

/** L on and below the diagonal with reciprocals on it, then X = L⁻¹ in its place; rows of 32. */
var<private> rows: array<f32, 1024>;

@compute @workgroup_size(8)
fn main(@builtin(global_invocation_id) thread: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = thread.y * groups.x * 8u + thread.x;
  if (index >= arrayLength(&items)) {
    return;
  }
  let offset = items[index].x;
  let size = min(items[index].y, 32u);
  let matrix = items[index].z;
  if (kept[matrix] != 0u) {
    return;
  }
  var shift = shifts[matrix];
  var rung = 0u;
  var failed = factorise(offset, size, shift);
  while (failed != 0u && rung < RUNGS) {
    rung++;
    shift *= GROWTH;
    failed = factorise(offset, size, shift);
  }
  shifts[matrix] = shift;
  rungs[matrix] = rung;
  status[matrix] = failed;
  if (failed != 0u) {
    return;
  }
  for (var j = 0u; j < size; j++) {
    for (var i = j + 1u; i < size; i++) {
      var sum = 0.0;
      for (var k = j; k < i; k++) {
        sum = fma(rows[i * 32u + k], rows[k * 32u + j], sum);
      }
      rows[i * 32u + j] = -sum * rows[i * 33u];
    }
  }
  for (var i = 0u; i < size; i++) {
    for (var j = 0u; j <= i; j++) {
      var sum = 0.0;
      for (var k = i; k < size; k++) {
        sum = fma(rows[k * 32u + i], rows[k * 32u + j], sum);
      }
      inverses[offset + i * size + j] = sum;
      inverses[offset + j * size + i] = sum;
    }
  }
}

/** L of A + shift·I into `rows`; 0, or 1 + the row of the first pivot that fails. */
fn factorise(offset: u32, size: u32, shift: f32) -> u32 {
  var failed = 0u;
  for (var i = 0u; i < size; i++) {
    for (var j = 0u; j <= i; j++) {
      var sum = matrices[offset + j * size + i];
      if (i == j) {
        sum += shift;
      }
      for (var k = 0u; k < j; k++) {
        sum = fma(-rows[i * 32u + k], rows[j * 32u + k], sum);
      }
      if (i == j) {
        let bits = bitcast<u32>(sum);
        // Positive, normal and finite, judged on the bits: comparisons with NaN may be folded away.
        if (failed == 0u && (bits < 0x00800000u || bits >= 0x7f800000u)) {
          failed = 1u + i;
        }
        rows[i * 33u] = 1.0 / sqrt(sum);
      } else {
        rows[i * 32u + j] = sum * rows[j * 33u];
      }
    }
  }
  return failed;
}
