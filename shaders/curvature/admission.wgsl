// Looks at up to four tensors, on the bits, for magnitudes whose squares are beyond 10³⁰, for infinities and NaN.
// 0 … 3: tensors f32; 4: verdict [1]: becomes 1 when there is any. 64 invocations a workgroup, 4,096 elements each.
override TENSORS: u32;

@group(0) @binding(0) var<storage, read> t0: array<u32>;
@group(0) @binding(1) var<storage, read> t1: array<u32>;
@group(0) @binding(2) var<storage, read> t2: array<u32>;
@group(0) @binding(3) var<storage, read> t3: array<u32>;
@group(0) @binding(4) var<storage, read_write> verdict: array<atomic<u32>>;

// 10¹⁵: beyond it lie all infinities and NaN too.
const LARGEST = 0x58635fa9u;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let start = group.x * 4096u + lane;
  var most = 0u;
  if (TENSORS > 0u) {
    for (var index = start; index < min(start + 4096u, arrayLength(&t0)); index += 64u) {
      most = max(most, t0[index] & 0x7fffffffu);
    }
  }
  if (TENSORS > 1u) {
    for (var index = start; index < min(start + 4096u, arrayLength(&t1)); index += 64u) {
      most = max(most, t1[index] & 0x7fffffffu);
    }
  }
  if (TENSORS > 2u) {
    for (var index = start; index < min(start + 4096u, arrayLength(&t2)); index += 64u) {
      most = max(most, t2[index] & 0x7fffffffu);
    }
  }
  if (TENSORS > 3u) {
    for (var index = start; index < min(start + 4096u, arrayLength(&t3)); index += 64u) {
      most = max(most, t3[index] & 0x7fffffffu);
    }
  }
  if (most > LARGEST) {
    atomicMax(&verdict[0], 1u);
  }
}
