// Sets the number of updates of a moving average to 0.
// 0: updates [1]. One invocation.
@group(0) @binding(0) var<storage, read_write> updates: array<u32>;

@compute @workgroup_size(1)
fn main() {
  updates[0] = 0u;
}
