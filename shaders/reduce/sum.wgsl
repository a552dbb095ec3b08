// One stage of a sum in elements; see fold.wgsl.
//   binding 0  source  f32 `[runs, LENGTH]`
//   binding 1  result  f32 `[runs, STRIDE]`
// @include reduce/fold.wgsl
@group(0) @binding(0) var<storage, read> source: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

fn term(index: u32) -> vec4f {
  return vec4f(source[index], 0.0, 0.0, 0.0);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 64u + lane;
  if (index >= COUNT) { return; }
  result[index] = fold(index).x;
}
