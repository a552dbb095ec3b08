// The example each row of the minibatch shows; see example.wgsl.
//   binding 0  counter  u32 `[2]`: step, seed
//   binding 1  rows     u32 `[BATCH_SIZE]`
// @include gather/example.wgsl
@group(0) @binding(0) var<storage, read> counter: array<u32>;
@group(0) @binding(1) var<storage, read_write> rows: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = (group.y * groups.x + group.x) * 64u + lane;
  if (row < BATCH_SIZE) { rows[row] = example_of(row); }
}
