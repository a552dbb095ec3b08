// result = f(source), in vectors of four elements; see unary-functions.wgsl for KIND.
//   binding 0  source  vec4f `[count]`
//   binding 1  result  vec4f `[count]`
// @include elementwise/unary-functions.wgsl
@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> result: array<vec4f>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&result)) { return; }
  result[index] = evaluate(source[index]);
}
