// Repeats a source along the axes where its stride is 0; see strided.wgsl.
//   binding 0  source  f32
//   binding 1  result  f32 `[count]`
//   A_0 … A_3  strides of the source
// @include elementwise/strided.wgsl
override A_0: u32 = 1u;
override A_1: u32 = 0u;
override A_2: u32 = 0u;
override A_3: u32 = 0u;
@group(0) @binding(0) var<storage, read> source: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&result)) { return; }
  result[index] = source[offset(coordinates(index), vec4u(A_0, A_1, A_2, A_3))];
}
