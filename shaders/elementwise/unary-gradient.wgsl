// result = cotangent · f′(source), in elements; see unary-functions.wgsl for KIND and for what source is.
//   binding 0  source     f32 `[count]`
//   binding 1  cotangent  f32 `[count]`
//   binding 2  result     f32 `[count]`
// @include elementwise/unary-functions.wgsl
@group(0) @binding(0) var<storage, read> source: array<f32>;
@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&result)) { return; }
  result[index] = (vec4f(cotangent[index]) * derivative(vec4f(source[index]))).x;
}
