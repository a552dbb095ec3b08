// Rayleigh quotients qᵀAq / qᵀq of the columns of Q, and the squared residual ‖Aq − λq‖² beside ‖Aq‖². A thread a column.
//
// bindings: 0 matrices `[matrices]`
//           1 items `[tile columns]` (matrix, tile column, unused, unused); one workgroup each
//           2 vectors, 3 products: f32 tiles, Q and AQ
//           4 quotients `[lines]`   5 residuals `[lines]` (‖Aq − λq‖², ‖Aq‖²)
//           6 largest u32 `[matrices]`, cleared before: bits of the largest magnitude of a quotient
// overrides: TILE; FACTOR, by which products that are only a part of AQ are to be multiplied
// @include linalg/eigen-matrix.wgsl

override FACTOR: f32 = 1.0;

@group(0) @binding(0) var<storage, read> matrices: array<SymmetricMatrix>;
@group(0) @binding(1) var<storage, read> items: array<vec4u>;
@group(0) @binding(2) var<storage, read> vectors: array<f32>;
@group(0) @binding(3) var<storage, read> products: array<f32>;
@group(0) @binding(4) var<storage, read_write> quotients: array<f32>;
@group(0) @binding(5) var<storage, read_write> residuals: array<vec2f>;
@group(0) @binding(6) var<storage, read_write> largest: array<atomic<u32>>;

@compute @workgroup_size(TILE)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&items)) {
    return;
  }
  let item = items[index];
  let matrix = matrices[item.x];
  let column = item.y * TILE + local;
  if (column >= matrix.size) {
    return;
  }
  let first = tiled(matrix, 0u, column);
  let end = first + matrix.size * TILE;
  var overlap = 0.0;
  var length = 0.0;
  for (var at = first; at < end; at += TILE) {
    let q = vectors[at];
    overlap = fma(q, products[at], overlap);
    length = fma(q, q, length);
  }
  let quotient = FACTOR * overlap / length;
  var residual = 0.0;
  var norm = 0.0;
  for (var at = first; at < end; at += TILE) {
    let y = products[at];
    let rest = fma(-quotient, vectors[at], y);
    residual = fma(rest, rest, residual);
    norm = fma(y, y, norm);
  }
  quotients[matrix.line + column] = quotient;
  residuals[matrix.line + column] = vec2f(residual, norm);
  atomicMax(&largest[item.x], bitcast<u32>(abs(quotient)));
}
