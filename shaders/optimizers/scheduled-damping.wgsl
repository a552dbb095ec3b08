// λ ← FIRST · exp(LOG_RATIO · min(k / STEPS, 1)), k = counter[0].
// 0: counter [2]; 1: lambda [1]. One invocation.
override FIRST: f32;
override LOG_RATIO: f32;
override STEPS: f32;

@group(0) @binding(0) var<storage, read> counter: array<u32>;
@group(0) @binding(1) var<storage, read_write> lambda: array<f32>;

@compute @workgroup_size(1)
fn main() {
  lambda[0] = FIRST * exp(LOG_RATIO * min(f32(counter[0]) / STEPS, 1.0));
}
