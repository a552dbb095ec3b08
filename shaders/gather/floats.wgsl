// Gathers the examples of a minibatch.
//   binding 0  data    f32 `[examples, FEATURES]`
//   binding 1  rows    u32 `[batch]`: which example each row shows
//   binding 2  result  f32 `[batch, FEATURES]`
override FEATURES: u32 = 1u;
@group(0) @binding(0) var<storage, read> data: array<f32>;
@group(0) @binding(1) var<storage, read> rows: array<u32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&result)) { return; }
  let element = rows[index / FEATURES] * FEATURES + index % FEATURES;
  result[index] = data[element];
}
