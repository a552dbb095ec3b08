// How far QᵀAQ is from diagonal: its off-diagonal part over all of it in the Frobenius norm, √(Σ‖Aq − λq‖² / Σ‖Aq‖²); one
// workgroup a matrix.
//
// bindings: 0 matrices `[matrices]`   1 residuals `[lines]` (‖Aq − λq‖², ‖Aq‖²)
//           2 drift f32 `[all matrices]`
// @include linalg/eigen-matrix.wgsl

@group(0) @binding(0) var<storage, read> matrices: array<SymmetricMatrix>;
@group(0) @binding(1) var<storage, read> residuals: array<vec2f>;
@group(0) @binding(2) var<storage, read_write> drift: array<f32>;

var<workgroup> sums: array<vec2f, 32>;

@compute @workgroup_size(32)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let matrix = matrices[group.x];
  var sum = vec2f();
  for (var column = local; column < matrix.size; column += 32u) {
    sum += residuals[matrix.line + column];
  }
  sums[local] = sum;
  workgroupBarrier();
  if (local == 0u) {
    var total = vec2f();
    for (var i = 0u; i < 32u; i++) {
      total += sums[i];
    }
    drift[matrix.index] = select(0.0, sqrt(total.x / total.y), total.y > 0.0);
  }
}
