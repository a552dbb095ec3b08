// The rate of this step. 0: counter [2]: steps begun, seed; 1: report [8], its α is set. One invocation.
// @include lib/learning-rate.wgsl
// @include lib/report.wgsl
@group(0) @binding(0) var<storage, read> counter: array<u32>;
@group(0) @binding(1) var<storage, read_write> report: array<f32>;

@compute @workgroup_size(1)
fn main() {
  report[REPORT_ALPHA] = learning_rate(counter[0]);
}
