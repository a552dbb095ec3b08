// One column of the Householder tridiagonalisation of every matrix, one workgroup each (Golub & Van Loan, Matrix
// Computations, 4th ed., §8.3). Finishes w of the reflector before, brings row j up to date, and makes the
// reflector I − vvᵀ, ‖v‖² = 2, that leaves of it only the diagonal and the element beside it.
//
// With p = Av and w = p − ½(pᵀv)v the similarity transform is A − vwᵀ − wvᵀ; `eigen-update.wgsl` applies it.
//
// bindings: 0 matrices `[matrices]`, the largest first
//           1 columns u32 `[matrices]`, j; counted up
//           2 work f32 tiles: A before the last reflector
//           3 partials f32, `[chunks, side·TILE]` from first·TILE on: Av of the last reflector, by CHUNK rows
//           4 rows `[lines]` (v and w of the last reflector, v of the next, unused); zero up to row j
//           5 reflectors f32 tiles: row j is v of reflector j
//           6 tridiagonal `[lines]` (diagonal, the element right of it)
// overrides: TILE, CHUNK, THREADS
// @include linalg/eigen-matrix.wgsl

override CHUNK: u32 = 128u;
override THREADS: u32 = 8u;

/** Elements below it, squared and summed, are lost beside a largest element of 1: they are left out. */
const NEGLIGIBLE = 1e-30;

@group(0) @binding(0) var<storage, read> matrices: array<SymmetricMatrix>;
@group(0) @binding(1) var<storage, read_write> columns: array<u32>;
@group(0) @binding(2) var<storage, read> work: array<f32>;
@group(0) @binding(3) var<storage, read> partials: array<f32>;
@group(0) @binding(4) var<storage, read_write> rows: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> reflectors: array<f32>;
@group(0) @binding(6) var<storage, read_write> tridiagonal: array<vec2f>;

var<workgroup> sums: array<f32, THREADS>;
var<workgroup> published: vec2f;

/** The sum over all threads, and what one of them published before. */
fn gather(thread: u32, value: f32) -> vec3f {
  sums[thread] = value;
  workgroupBarrier();
  var total = 0.0;
  for (var i = 0u; i < THREADS; i++) {
    total += sums[i];
  }
  let shared_values = published;
  workgroupBarrier();
  return vec3f(total, shared_values);
}

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let matrix = matrices[group.x];
  let size = matrix.size;
  let line = matrix.line;
  let j = columns[group.x];
  let padded = matrix.side * TILE;

  // A column of the matrix is the same thread's throughout.
  let start = j / TILE * TILE + thread;
  if (j == 0u) {
    for (var c = thread; c < padded; c += THREADS) {
      rows[line + c] = vec4f();
    }
  }
  var overlap = 0.0;
  if (j > 0u) {
    let chunks = (size + CHUNK - 1u) / CHUNK;
    for (var c = start; c < size; c += THREADS) {
      if (c >= j) {
        var p = 0.0;
        for (var chunk = j / CHUNK; chunk < chunks; chunk++) {
          p += partials[matrix.first * TILE + chunk * padded + c];
        }
        let v = rows[line + c].z;
        rows[line + c] = vec4f(v, p, 0.0, 0.0);
        overlap += v * p;
        if (c == j) {
          published = vec2f(v, p);
        }
      }
    }
  } else if (thread == 0u) {
    published = vec2f();
  }
  let product = gather(thread, overlap);
  let half = 0.5 * product.x;
  let v_j = product.y;
  let w_j = product.z - half * v_j;

  var below = 0.0;
  for (var c = start; c < size; c += THREADS) {
    if (c >= j) {
      let v = rows[line + c].x;
      let w = rows[line + c].y - half * v;
      let a = work[tiled(matrix, j, c)] - v_j * w - w_j * v;
      rows[line + c] = vec4f(v, w, a, 0.0);
      if (c == j) {
        published.x = a;
        rows[line + c] = vec4f();
      } else if (c == j + 1u) {
        published.y = a;
        if (j + 2u == size) {
          tridiagonal[line + c] = vec2f(work[tiled(matrix, c, c)] - 2.0 * v * w, 0.0);
        }
      } else {
        below = fma(a, a, below);
      }
    }
  }
  let column = gather(thread, below);
  let squared = column.x;
  var beside = 0.0;
  var corner = 0.0;
  var factor = 0.0;
  if (j + 1u < size) {
    beside = column.z;
    if (squared > NEGLIGIBLE) {
      let length = sqrt(fma(beside, beside, squared));
      // Away from the element itself, so that nothing cancels.
      corner = select(beside + length, beside - length, beside < 0.0);
      beside = select(-length, length, beside < 0.0);
      factor = sqrt(2.0 / fma(corner, corner, squared));
    }
  }
  if (thread == 0u) {
    tridiagonal[line + j] = vec2f(column.y, beside);
    columns[group.x] = j + 1u;
  }
  for (var c = start; c < padded; c += THREADS) {
    var v = 0.0;
    if (c > j && c < size && factor > 0.0) {
      v = factor * select(rows[line + c].z, corner, c == j + 1u);
    }
    if (c > j) {
      rows[line + c].z = v;
    }
    reflectors[tiled(matrix, j, c)] = v;
    if (j + 2u >= size) {
      for (var row = j + 1u; row < padded; row++) {
        reflectors[tiled(matrix, row, c)] = 0.0;
      }
    }
  }
}
