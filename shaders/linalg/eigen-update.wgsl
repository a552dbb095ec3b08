// The heavy half of the tridiagonalisation: applies the last reflector, A ← A − vwᵀ − wvᵀ, and in the same pass takes
// the product of the result with the next one. A thread holds four columns and walks down CHUNK rows; no barriers.
//
// bindings: 0 matrices `[matrices]`, the largest first
//           1 items `[workgroups]` (matrix, tile column, first chunk, unused), those needed longest first
//           2 columns u32 `[matrices]`, rows and columns that are done
//           3 rows `[lines]` (v and w of the last reflector, v of the next, unused)
//           4 work tiles   5 partials, `[chunks, side·TILE]` from first·TILE on: Av by chunks; both as vec4
// overrides: TILE, CHUNK, at least TILE; WIDTH, a quarter of TILE; CHUNKS a workgroup works on
// @include linalg/eigen-matrix.wgsl

override CHUNK: u32 = 128u;
override WIDTH: u32 = 8u;
override CHUNKS: u32 = 1u;

@group(0) @binding(0) var<storage, read> matrices: array<SymmetricMatrix>;
@group(0) @binding(1) var<storage, read> items: array<vec4u>;
@group(0) @binding(2) var<storage, read> columns: array<u32>;
@group(0) @binding(3) var<storage, read> rows: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> work: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> partials: array<vec4f>;

@compute @workgroup_size(WIDTH, CHUNKS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let item = items[group.y * groups.x + group.x];
  let matrix = matrices[item.x];
  let done = columns[item.x];
  let chunk = item.z + local.y;
  let column = matrix.line + item.y * TILE + local.x * 4u;
  let block = transpose(mat4x4f(rows[column], rows[column + 1u], rows[column + 2u], rows[column + 3u]));
  let v = block[0];
  let w = block[1];
  var product = vec4f();
  let first = max(chunk * CHUNK, done);
  let end = min((chunk + 1u) * CHUNK, matrix.size);
  var at = ((matrix.first + item.y * matrix.side) * TILE + first) * WIDTH + local.x;
  for (var r = first; r < end; r++) {
    let row = rows[matrix.line + r];
    let a = fma(vec4f(-row.x), w, fma(vec4f(-row.y), v, work[at]));
    work[at] = a;
    product = fma(vec4f(row.z), a, product);
    at += WIDTH;
  }
  if (chunk * CHUNK < matrix.size) {
    partials[((matrix.first + chunk * matrix.side + item.y) * TILE) / 4u + local.x] = product;
  }
}
