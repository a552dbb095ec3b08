// γ of three attempts γ, ω γ, γ/ω: the one whose quadratic model predicts the lowest loss; the first of equals.
// 0: attempts, a report every 64; 1: λ + η [1]; 2: γ [1]. One invocation.
override OMEGA: f32;
// @include lib/report.wgsl

@group(0) @binding(0) var<storage, read> attempts: array<f32>;
@group(0) @binding(1) var<storage, read> strength: array<f32>;
@group(0) @binding(2) var<storage, read_write> gamma: array<f32>;

// How far γ may stray from √(λ + η).
const FREEDOM = 1e3;

@compute @workgroup_size(1)
fn main() {
  let usual = sqrt(strength[0]);
  let candidates = array<f32, 3>(1.0, OMEGA, 1.0 / OMEGA);
  var best = 0u;
  for (var index = 1u; index < 3u; index++) {
    // A comparison with NaN is false or folded away; neither makes a candidate of a model that was not finite the best
    // of finite ones, since only a lower prediction is taken.
    if (attempts[64u * index + REPORT_PREDICTED] < attempts[64u * best + REPORT_PREDICTED]) {
      best = index;
    }
  }
  gamma[0] = clamp(gamma[0] * candidates[best], usual / FREEDOM, usual * FREEDOM);
}
