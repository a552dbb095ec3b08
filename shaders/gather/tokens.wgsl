// Gathers windows of a long text as one token a byte.
//   binding 0  text    u32 `[⌈bytes / 4⌉]`, four bytes a word, the lowest first
//   binding 1  rows    u32 `[batch]`: which window each row shows
//   binding 2  result  u32 `[batch, LENGTH]`
//   HOP    bytes from window to window
//   START  byte at which window 0 begins
override LENGTH: u32 = 1u;
override HOP: u32 = 1u;
override START: u32 = 0u;
@group(0) @binding(0) var<storage, read> text: array<u32>;
@group(0) @binding(1) var<storage, read> rows: array<u32>;
@group(0) @binding(2) var<storage, read_write> result: array<u32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&result)) { return; }
  let row = index / LENGTH;
  let byte = START + rows[row] * HOP + index - row * LENGTH;
  result[index] = (text[byte / 4u] >> (8u * (byte % 4u))) & 255u;
}
