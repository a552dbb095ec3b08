// λ by the reduction ratio ρ = (change of the regularised loss) / (predicted change).
// 0: loss after the update [1], f32 seen as bits; 1: products of quadratic-model.wgsl; 2: lambda [1]; 3: report;
// 4: health [2]: a step that was rejected counts as one whose loss was lost. One invocation.
override WEIGHT_DECAY: f32;
override OMEGA: f32;
// @include lib/guard.wgsl
// @include lib/report.wgsl

@group(0) @binding(0) var<storage, read> loss_after: array<u32>;
@group(0) @binding(1) var<storage, read> products: array<f32>;
@group(0) @binding(2) var<storage, read_write> lambda: array<f32>;
@group(0) @binding(3) var<storage, read_write> report: array<f32>;
@group(0) @binding(4) var<storage, read> health: array<u32>;

// Changes below this share of the loss are rounding.
const NOISE = 1e-5;
const SMALLEST = 1e-12;
const LARGEST = 1e12;

fn product(index: u32) -> f32 {
  return products[64u * index];
}

@compute @workgroup_size(1)
fn main() {
  let x1 = -report[REPORT_ALPHA];
  let x2 = report[REPORT_MU];
  // ½η‖θ + δ‖² − ½η‖θ‖² with δ = x₁ d + x₂ p.
  let along = x1 * product(8u) + x2 * product(9u);
  let length = x1 * x1 * product(5u) + 2.0 * x1 * x2 * product(6u) + x2 * x2 * product(7u);
  let change = bitcast<f32>(loss_after[0]) - report[REPORT_LOSS] + WEIGHT_DECAY * (along + 0.5 * length);
  let predicted = report[REPORT_PREDICTED];
  let rho = change / predicted;
  report[REPORT_RHO] = rho;
  // NaN is looked for on the bits of what another dispatch wrote: here a comparison with it may be folded away.
  let is_lost = (loss_after[0] & 0x7f800000u) == 0x7f800000u || health[0] != HEALTH_FINE;
  let noise = NOISE * abs(report[REPORT_LOSS]);
  if (!is_lost && abs(change) <= noise && abs(predicted) <= noise) {
    return;
  }
  if (is_lost || !(rho >= 0.25)) {
    lambda[0] = min(lambda[0] / OMEGA, LARGEST);
  } else if (rho > 0.75) {
    lambda[0] = max(lambda[0] * OMEGA, SMALLEST);
  }
}
