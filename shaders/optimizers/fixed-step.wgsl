// Rate, as scheduled, and momentum as given, the rate scaled by the KL bound.
// 0: lambda [1]; 1: Σ direction·gradient [1], read only when IS_CLIPPED; 2: pivot failures; 3: counter [2]; 4: report. One
// invocation.
override MOMENTUM: f32;
override IS_CLIPPED: bool;
override KL_CLIP: f32;
// @include lib/learning-rate.wgsl
// @include lib/report.wgsl

@group(0) @binding(0) var<storage, read> lambda: array<f32>;
@group(0) @binding(1) var<storage, read> alignment: array<f32>;
@group(0) @binding(2) var<storage, read> pivots: array<u32>;
@group(0) @binding(3) var<storage, read> counter: array<u32>;
@group(0) @binding(4) var<storage, read_write> report: array<f32>;

@compute @workgroup_size(1)
fn main() {
  let rate = learning_rate(counter[0]);
  var nu = 1.0;
  if (IS_CLIPPED) {
    let divergence = rate * rate * alignment[0];
    if (divergence > KL_CLIP) {
      nu = sqrt(KL_CLIP / divergence);
    }
  }
  var failures = 0u;
  for (var index = 0u; index < arrayLength(&pivots); index++) {
    failures += min(pivots[index], 1u);
  }
  report[REPORT_LAMBDA] = lambda[0];
  report[REPORT_ALPHA] = rate * nu;
  report[REPORT_MU] = MOMENTUM;
  report[REPORT_NU] = nu;
  report[REPORT_PIVOT_FAILURES] = f32(failures);
}
