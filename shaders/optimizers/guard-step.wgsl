// Looks at the rate and momentum of a step, on the bits.
// 0: report; 1: health [2]: its first word says so when they are unusable and nothing failed before. One invocation.
// @include lib/guard.wgsl
// @include lib/report.wgsl
@group(0) @binding(0) var<storage, read> report: array<u32>;
@group(0) @binding(1) var<storage, read_write> health: array<u32>;

@compute @workgroup_size(1)
fn main() {
  if (is_unusable(report[REPORT_ALPHA]) || is_unusable(report[REPORT_MU])) {
    health[0] = min(health[0], HEALTH_STEP);
  }
}
