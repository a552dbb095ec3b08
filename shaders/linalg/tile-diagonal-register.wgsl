// Factorises one 32×32 diagonal tile a workgroup, W = UᵀU, and inverts U; one barrier. Each of eight threads
// eliminates the whole tile in its own memory and carries four columns of the identity along.
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

/** The tile while it is eliminated; `[32, 32]`. */
var<private> rows: array<vec4f, 256>;
/** Columns 4t…4t+3 of L̃⁻¹; `[32, 4]`. */
var<private> columns: array<vec4f, 32>;

@compute @workgroup_size(8)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) thread: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&items)) {
    return;
  }
  let item = items[index];
  if (gates[item.x] != 0u) {
    return;
  }
  let first = item.y * 256u;
  for (var i = 0u; i < 256u; i++) {
    if (FACTORISE == 1u) {
      rows[i] = lower[first + i];
    } else {
      rows[i] = upper[first + i];
    }
  }
  // X overwrites W: all threads must have read it.
  storageBarrier();
  for (var row = 0u; row < 32u; row++) {
    columns[row] = select(vec4f(), vec4f(vec4u(row % 4u) == vec4u(0u, 1u, 2u, 3u)), row / 4u == thread);
  }
  var failed = 0u;
  for (var k = 0u; k < 32u; k++) {
    var pivot = rows[k * 8u + k / 4u][k % 4u];
    let bits = bitcast<u32>(pivot);
    // Positive, normal and finite, judged on the bits: comparisons with NaN may be folded away.
    if (FACTORISE == 1u && (bits < 0x00800000u || bits >= 0x7f800000u)) {
      if (failed == 0u) {
        failed = 1u + item.z + k;
      }
      pivot = 1.0;
    }
    let column = columns[k];
    for (var row = k + 1u; row < 32u; row++) {
      let multiplier = -rows[k * 8u + row / 4u][row % 4u] / pivot;
      if (FACTORISE == 1u) {
        for (var q = row / 4u; q < 8u; q++) {
          rows[row * 8u + q] = fma(vec4f(multiplier), rows[k * 8u + q], rows[row * 8u + q]);
        }
      }
      columns[row] = fma(vec4f(multiplier), column, columns[row]);
    }
    var scale = 1.0 / pivot;
    if (FACTORISE == 1u) {
      scale = 1.0 / sqrt(pivot);
      // Row k below the diagonal is left of it: those elements of U are zero.
      let right = vec4u(thread * 4u) + vec4u(0u, 1u, 2u, 3u) >= vec4u(k);
      upper[first + k * 8u + thread] = select(vec4f(), scale * rows[k * 8u + thread], right);
    }
    columns[k] = scale * column;
    lower[first + k * 8u + thread] = columns[k];
  }
  for (var q = 0u; q < 8u; q++) {
    let block = transpose(mat4x4f(columns[q * 4u], columns[q * 4u + 1u], columns[q * 4u + 2u], columns[q * 4u + 3u]));
    let at = first + thread * 32u + q;
    transposed[at] = block[0];
    transposed[at + 8u] = block[1];
    transposed[at + 16u] = block[2];
    transposed[at + 24u] = block[3];
  }
  if (failed != 0u && thread == 0u && status[item.x] == 0u) {
    status[item.x] = failed;
  }
}
