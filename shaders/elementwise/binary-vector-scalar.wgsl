// result = f(first, second), where each element of the second operand serves RUN vectors of the first; see
// binary-functions.wgsl.
//   binding 0  first   vec4f `[count]`
//   binding 1  second  f32 `[count / RUN]`, or `[1]`
//   binding 2  result  vec4f `[count]`
//   RUN  vectors that share an element of the second operand; 0 when all do
// @include elementwise/binary-functions.wgsl
override RUN: u32 = 0u;
@group(0) @binding(0) var<storage, read> first: array<vec4f>;
@group(0) @binding(1) var<storage, read> second: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<vec4f>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&result)) { return; }
  var other = 0u;
  if (RUN > 0u) { other = index / max(1u, RUN); }
  result[index] = operate(first[index], vec4f(second[other]));
}
