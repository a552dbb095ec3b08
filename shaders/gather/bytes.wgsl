// Gathers the examples of a minibatch, bytes read as value / 255.
//   binding 0  data    u32 `[⌈examples·FEATURES / 4⌉]`, four elements a word, the lowest byte first
//   binding 1  rows    u32 `[batch]`: which example each row shows
//   binding 2  result  f32 `[batch, FEATURES]`
override FEATURES: u32 = 1u;
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read> rows: array<u32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&result)) { return; }
  let element = rows[index / FEATURES] * FEATURES + index % FEATURES;
  result[index] = f32((data[element / 4u] >> (8u * (element % 4u))) & 255u) / 255.0;
}
