// Looks at the loss alone, before anything is learnt from the step.
// 0: loss [1] seen as bits; 1: losses [5], the first the largest that is allowed; 2: health [2]. One invocation.
// @include lib/guard.wgsl
@group(0) @binding(0) var<storage, read> loss: array<u32>;
@group(0) @binding(1) var<storage, read> losses: array<f32>;
@group(0) @binding(2) var<storage, read_write> health: array<u32>;

@compute @workgroup_size(1)
fn main() {
  if (is_unusable(loss[0])) {
    health[0] = min(health[0], HEALTH_LOSS);
  } else if (bitcast<f32>(loss[0]) > losses[0]) {
    health[0] = min(health[0], HEALTH_EXPLODED);
  }
}
