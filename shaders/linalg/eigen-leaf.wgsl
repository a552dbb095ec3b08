// Eigenvectors and eigenvalues of the small tridiagonal matrices that divide and conquer starts from, one a workgroup,
// by the implicit QL iteration (Golub & Van Loan, Matrix Computations, 4th ed., §8.3). Every thread runs the
// same iteration and turns its own row of the eigenvectors along; no barriers.
//
// bindings: 0 matrices `[matrices]`
//           1 items `[leaves]` (matrix, tile on the diagonal, TRANSPOSED or 0, unused)
//           2 tridiagonal `[lines]` (diagonal, the element right of it)
//           3 first, 4 second: f32 tiles; eigenvectors go to the leaf's tile on the diagonal of both, as rows, or as columns
//             when TRANSPOSED
//           5 eigenvalues f32 `[lines]`, ascending in each leaf
//           6 status u32 `[all matrices]`: set to 2 when the iteration does not converge
// overrides: TILE, at most 64
// @include linalg/eigen-matrix.wgsl

const TRANSPOSED = 1u;
/** Relative and absolute size of an element beside the diagonal that is neglected; the matrix has elements of about 1. */
const PRECISION = 6e-8;
const NEGLIGIBLE = 1e-12;
/** Sweeps a row; two are usual. */
const SWEEPS = 40u;

@group(0) @binding(0) var<storage, read> matrices: array<SymmetricMatrix>;
@group(0) @binding(1) var<storage, read> items: array<vec4u>;
@group(0) @binding(2) var<storage, read> tridiagonal: array<vec2f>;
@group(0) @binding(3) var<storage, read_write> first: array<f32>;
@group(0) @binding(4) var<storage, read_write> second: array<f32>;
@group(0) @binding(5) var<storage, read_write> eigenvalues: array<f32>;
@group(0) @binding(6) var<storage, read_write> status: array<u32>;

var<private> d: array<f32, 64>;
var<private> e: array<f32, 64>;
/** This thread's row of the eigenvectors. */
var<private> z: array<f32, 64>;

/** The first place from `low` on whose element beside the diagonal is negligible. */
fn first_small(low: u32, count: u32) -> u32 {
  var place = low;
  while (place + 1u < count) {
    if (abs(e[place]) <= fma(PRECISION, abs(d[place]) + abs(d[place + 1u]), NEGLIGIBLE)) {
      break;
    }
    place++;
  }
  return place;
}

/** One sweep with Wilkinson's shift from `high` up to `low`. */
fn sweep(low: u32, high: u32) {
  let ratio = (d[low + 1u] - d[low]) / (2.0 * e[low]);
  let root = sqrt(fma(ratio, ratio, 1.0));
  var g = d[high] - d[low] + e[low] / (ratio + select(root, -root, ratio < 0.0));
  var s = 1.0;
  var c = 1.0;
  var shift = 0.0;
  for (var i = high; i > low; i--) {
    let f = s * e[i - 1u];
    let b = c * e[i - 1u];
    let length = sqrt(fma(f, f, g * g));
    e[i] = length;
    if (length == 0.0) {
      d[i] -= shift;
      e[high] = 0.0;
      return;
    }
    s = f / length;
    c = g / length;
    g = d[i] - shift;
    let turn = fma(d[i - 1u] - g, s, 2.0 * c * b);
    shift = s * turn;
    d[i] = g + shift;
    g = fma(c, turn, -b);
    let right = z[i];
    let left = z[i - 1u];
    z[i] = fma(s, left, c * right);
    z[i - 1u] = fma(c, left, -s * right);
  }
  d[low] -= shift;
  e[low] = g;
  e[high] = 0.0;
}

@compute @workgroup_size(TILE)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) row: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&items)) {
    return;
  }
  let item = items[index];
  let matrix = matrices[item.x];
  let start = item.y * TILE;
  let line = matrix.line + start;
  let count = min(TILE, matrix.size - start);
  for (var i = 0u; i < TILE; i++) {
    d[i] = 0.0;
    e[i] = 0.0;
    z[i] = select(0.0, 1.0, i == row);
    if (i < count) {
      let element = tridiagonal[line + i];
      d[i] = element.x;
      // Tearing between leaves, T = diag(T₁, T₂) + |β|uuᵀ, takes |β| off both of the diagonal's neighbours.
      if (i + 1u < count) {
        e[i] = element.y;
      } else if (start + count < matrix.size) {
        d[i] -= abs(element.y);
      }
      if (i == 0u && start > 0u) {
        d[i] -= abs(tridiagonal[line - 1u].y);
      }
    }
  }
  var sweeps = 0u;
  for (var low = 0u; low < count; low++) {
    var high = first_small(low, count);
    while (high != low && sweeps < SWEEPS * count) {
      sweep(low, high);
      high = first_small(low, count);
      sweeps++;
    }
  }
  if (row == 0u && sweeps >= SWEEPS * count && status[matrix.index] == 0u) {
    status[matrix.index] = 2u;
  }
  for (var i = 0u; i < TILE; i++) {
    var rank = i;
    if (i < count) {
      rank = 0u;
      for (var k = 0u; k < count; k++) {
        rank += select(0u, 1u, d[k] < d[i] || (d[k] == d[i] && k < i));
      }
      if (row == 0u) {
        eigenvalues[line + rank] = d[i];
      }
    }
    var at = tiled(matrix, start + rank, start + row);
    if (item.z == TRANSPOSED) {
      at = tiled(matrix, start + row, start + rank);
    }
    first[at] = z[i];
    second[at] = z[i];
  }
}
