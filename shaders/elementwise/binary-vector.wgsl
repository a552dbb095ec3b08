// result = f(first, second) in vectors of four elements; see binary-functions.wgsl.
//   binding 0  first   vec4f `[count]`
//   binding 1  second  vec4f `[count]`, or `[PERIOD]` repeated
//   binding 2  result  vec4f `[count]`
//   PERIOD  vectors after which the second operand starts anew; 0 when it never does
// @include elementwise/binary-functions.wgsl
override PERIOD: u32 = 0u;
@group(0) @binding(0) var<storage, read> first: array<vec4f>;
@group(0) @binding(1) var<storage, read> second: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> result: array<vec4f>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&result)) { return; }
  var other = index;
  if (PERIOD > 0u) { other = index % max(1u, PERIOD); }
  result[index] = operate(first[index], second[other]);
}
