// Copies 4-byte elements.
// 0: source, 1: target, both of one length; 256 invocations a workgroup, workgroups over x then y.
@group(0) @binding(0) var<storage, read> source: array<u32>;
@group(0) @binding(1) var<storage, read_write> target_elements: array<u32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index < arrayLength(&target_elements)) {
    target_elements[index] = source[index];
  }
}
