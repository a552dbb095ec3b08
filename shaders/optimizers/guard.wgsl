// Looks for NaN, infinity and what is close to it, on the bits.
// 0: loss [1]; 1: flat values; 2: ends of the slices; 3: health [2]: the smallest failure (all ones: none; 0: the
// loss; i: slice i − 1) and a step that is not touched here. 64 invocations a workgroup, 4,096 elements each.
@group(0) @binding(0) var<storage, read> loss: array<u32>;
@group(0) @binding(1) var<storage, read> values: array<u32>;
@group(0) @binding(2) var<storage, read> ends: array<u32>;
@group(0) @binding(3) var<storage, read_write> health: array<atomic<u32>>;

// Magnitudes from 10³⁰ on, infinity and NaN: an update made of these could overflow.
const UNUSABLE = 0x7149f2cau;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  if (group.x == 0u && lane == 0u && is_unusable(loss[0])) {
    atomicMin(&health[0], 0u);
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

fn is_unusable(bits: u32) -> bool {
  return (bits & 0x7fffffffu) >= UNUSABLE;
}
