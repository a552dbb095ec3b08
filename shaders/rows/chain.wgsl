// Links rows of equal index: where the index of each row occurs next, and then where each index occurs first; COUNT for
// nowhere. Among many rows of few indices the next is near, so that this costs less than a search of all rows would.
//   binding 0  indices  u32 `[COUNT]`
//   binding 1  chain    u32 `[COUNT + table rows]`
override COUNT: u32 = 1u;
@group(0) @binding(0) var<storage, read> indices: array<u32>;
@group(0) @binding(1) var<storage, read_write> chain: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let link = (group.y * groups.x + group.x) * 64u + lane;
  if (link >= arrayLength(&chain)) { return; }
  var row = link + 1u;
  var wanted = 0u;
  if (link < COUNT) { wanted = indices[link]; } else { row = 0u; wanted = link - COUNT; }
  while (row < COUNT && indices[row] != wanted) { row++; }
  chain[link] = row;
}
