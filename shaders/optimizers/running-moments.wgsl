// x ← ε x + (1 − ε) sample with ε = min(1 − 1/k, DECAY) at the k-th update; a step that is not fine, or a sample with a number that
// is not usable, is no update and changes nothing.
// 0: sample f32, also seen as bits; 1: health [2], all ones in its first word for a step that is fine; 2: updates [1], counted up;
// 3: averages f32, as long as the sample. One workgroup.
// @include lib/guard.wgsl
override DECAY: f32;

@group(0) @binding(0) var<storage, read> sample: array<u32>;
@group(0) @binding(1) var<storage, read> health: array<u32>;
@group(0) @binding(2) var<storage, read_write> updates: array<u32>;
@group(0) @binding(3) var<storage, read_write> averages: array<f32>;

const LANES = 64u;
var<workgroup> refused: atomic<u32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) lane: u32) {
  for (var index = lane; index < arrayLength(&sample); index += LANES) {
    if (is_unusable(sample[index])) {
      atomicStore(&refused, 1u);
    }
  }
  let k = updates[0] + 1u;
  workgroupBarrier();
  storageBarrier();
  if (atomicLoad(&refused) != 0u || health[0] != HEALTH_FINE) {
    return;
  }
  let weight = max(1.0 / f32(k), 1.0 - DECAY);
  for (var index = lane; index < arrayLength(&averages); index += LANES) {
    averages[index] = (1.0 - weight) * averages[index] + weight * bitcast<f32>(sample[index]);
  }
  if (lane == 0u) {
    updates[0] = k;
  }
}
