// Looks at the rate and momentum of a step, on the bits.
// 0: report [8]; 1: health [2]: its first word becomes 0xfffffffe when they are unusable and nothing failed before.
// One invocation.
// @include lib/report.wgsl
@group(0) @binding(0) var<storage, read> report: array<u32>;
@group(0) @binding(1) var<storage, read_write> health: array<u32>;

// Magnitudes from 10³⁰ on, infinity and NaN.
const UNUSABLE = 0x7149f2cau;

@compute @workgroup_size(1)
fn main() {
  let rate = report[REPORT_ALPHA] & 0x7fffffffu;
  let momentum = report[REPORT_MU] & 0x7fffffffu;
  if (max(rate, momentum) >= UNUSABLE) {
    health[0] = min(health[0], 0xfffffffeu);
  }
}
