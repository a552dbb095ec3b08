// Rate α and momentum μ that minimise the quadratic model along direction d and previous update p:
// (−α, μ) = −M⁻¹ b, M = (mean JᵀF_R J) + (λ + η) (inner products), b = ∇hᵀ(d, p).
// 0: products, one every 64: ∇·d, ∇·p, Jd·FJd, Jd·FJp, Jp·FJp (sums over cases), d·d, d·p, p·p, θ·d, θ·p;
// 1: lambda [1]; 2: pivot failures; 3: report [8]. One invocation.
// The first two are ∇hᵀ(d, p) of the regularised loss when GRADIENT_IS_FLAT, else sums over cases of the plain one's.
override CASES: f32;
override GRADIENT_IS_FLAT: bool;
override WEIGHT_DECAY: f32;
// @include lib/report.wgsl

@group(0) @binding(0) var<storage, read> products: array<f32>;
@group(0) @binding(1) var<storage, read> lambda: array<f32>;
@group(0) @binding(2) var<storage, read> pivots: array<u32>;
@group(0) @binding(3) var<storage, read_write> report: array<f32>;

// A previous update is used only where it spans a plane with the direction: 1 − r², r their correlation in M. Rounding
// of the inner products makes less than this meaningless.
const INDEPENDENCE = 1e-4;

fn product(index: u32) -> f32 {
  return products[64u * index];
}

@compute @workgroup_size(1)
fn main() {
  let damping = lambda[0] + WEIGHT_DECAY;
  var b1 = product(0u);
  var b2 = product(1u);
  if (!GRADIENT_IS_FLAT) {
    b1 = b1 / CASES + WEIGHT_DECAY * product(8u);
    b2 = b2 / CASES + WEIGHT_DECAY * product(9u);
  }
  let m11 = product(2u) / CASES + damping * product(5u);
  let m12 = product(3u) / CASES + damping * product(6u);
  let m22 = product(4u) / CASES + damping * product(7u);
  var x1 = 0.0;
  var x2 = 0.0;
  if (m11 > 0.0) {
    x1 = -b1 / m11;
    if (m22 > 0.0) {
      let correlation = m12 * inverseSqrt(m11) * inverseSqrt(m22);
      let independent = 1.0 - correlation * correlation;
      if (independent > INDEPENDENCE) {
        x1 = -(b1 - b2 * (m12 / m22)) / (m11 * independent);
        x2 = -(b2 - b1 * (m12 / m11)) / (m22 * independent);
      }
    }
  }
  var failures = 0u;
  for (var index = 0u; index < arrayLength(&pivots); index++) {
    failures += min(pivots[index], 1u);
  }
  report[REPORT_LAMBDA] = lambda[0];
  report[REPORT_ALPHA] = -x1;
  report[REPORT_MU] = x2;
  report[REPORT_PREDICTED] = 0.5 * (b1 * x1 + b2 * x2);
  report[REPORT_PIVOT_FAILURES] = f32(failures);
}
