// How often each index occurs: an invocation an index looks through all of them.
//   binding 0  indices  u32 `[COUNT]`
//   binding 1  result   f32 `[rows]`
override COUNT: u32 = 1u;
@group(0) @binding(0) var<storage, read> indices: array<u32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 64u + lane;
  if (index >= arrayLength(&result)) { return; }
  var count = 0u;
  for (var row = 0u; row < COUNT; row++) { count += u32(indices[row] == index); }
  result[index] = f32(count);
}
