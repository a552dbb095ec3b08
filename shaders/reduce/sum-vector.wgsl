// One stage of a sum in vectors of four elements; see fold.wgsl.
//   binding 0  source  vec4f `[runs, LENGTH]`
//   binding 1  result  vec4f `[runs, STRIDE]`
// @include reduce/fold.wgsl
@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> result: array<vec4f>;

fn term(index: u32) -> vec4f {
  return source[index];
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 64u + lane;
  if (index >= COUNT) { return; }
  result[index] = fold(index);
}
