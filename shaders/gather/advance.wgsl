// Advances a counter by one step.
//   binding 0  counter  u32 `[2]`: step, seed
@group(0) @binding(0) var<storage, read_write> counter: array<u32>;

@compute @workgroup_size(1)
fn main() {
  counter[0] += 1u;
}
