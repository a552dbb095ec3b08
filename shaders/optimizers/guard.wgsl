// Looks for NaN, infinity and what is close to it, on the bits, and for a loss that exploded.
// 0: loss [1] seen as bits; 1: flat values; 2: ends of the slices; 3: losses [5], the first the largest that is allowed;
// 4: health [2]: the smallest failure (all ones: none; 0: the loss; i: slice i − 1; see lib/guard.wgsl) and a step that is
// not touched here. 64 invocations a workgroup, 4,096 elements each.
// @include lib/guard.wgsl
@group(0) @binding(0) var<storage, read> loss: array<u32>;
@group(0) @binding(1) var<storage, read> values: array<u32>;
@group(0) @binding(2) var<storage, read> ends: array<u32>;
@group(0) @binding(3) var<storage, read> losses: array<f32>;
@group(0) @binding(4) var<storage, read_write> health: array<atomic<u32>>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  if (group.x == 0u && lane == 0u) {
    if (is_unusable(loss[0])) {
      atomicMin(&health[0], HEALTH_LOSS);
    } else if (bitcast<f32>(loss[0]) > losses[0]) {
      atomicMin(&health[0], HEALTH_EXPLODED);
    }
  }
  let count = arrayLength(&values);
  let start = group.x * 4096u + lane;
  var first = 0xffffffffu;
  for (var step = 0u; step < 64u; step++) {
    let index = start + step * 64u;
    if (index < count && is_unusable(values[index])) {
      first = min(first, index);
    }
  }
  if (first != 0xffffffffu) {
    var slice = 0u;
    while (slice + 1u < arrayLength(&ends) && first >= ends[slice]) {
      slice++;
    }
    atomicMin(&health[0], slice + 1u);
  }
}
