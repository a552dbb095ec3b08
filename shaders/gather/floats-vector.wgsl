// Gathers the examples of a minibatch, four elements an invocation.
//   binding 0  data    vec4f `[examples, FEATURES / 4]`
//   binding 1  rows    u32 `[batch]`: which example each row shows
//   binding 2  result  vec4f `[batch, FEATURES / 4]`
//   FEATURES  a multiple of 4
override FEATURES: u32 = 4u;
@group(0) @binding(0) var<storage, read> data: array<vec4f>;
@group(0) @binding(1) var<storage, read> rows: array<u32>;
@group(0) @binding(2) var<storage, read_write> result: array<vec4f>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&result)) { return; }
  let element = rows[index / (FEATURES / 4u)] * (FEATURES / 4u) + index % (FEATURES / 4u);
  result[index] = data[element];
}
