// What has to be done to square tiles on the diagonal alone.
//   `unit`    ones on the diagonal
//   `halve`   half of all elements, so that a symmetric matrix is the sum of its tiles on and below the diagonal and
//             their mirror images
//
// bindings: 0 items u32 `[tiles]`; one workgroup each   1 tiles f32
// overrides: TILE

override TILE: u32 = 32u;

@group(0) @binding(0) var<storage, read> items: array<u32>;
@group(0) @binding(1) var<storage, read_write> tiles: array<f32>;

fn item_of(group: vec3u, groups: vec3u) -> u32 {
  return group.y * groups.x + group.x;
}

@compute @workgroup_size(TILE)
fn unit(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) column: u32) {
  let index = item_of(group, groups);
  if (index < arrayLength(&items)) {
    tiles[items[index] * TILE * TILE + column * (TILE + 1u)] = 1.0;
  }
}

@compute @workgroup_size(TILE)
fn halve(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) column: u32) {
  let index = item_of(group, groups);
  if (index >= arrayLength(&items)) {
    return;
  }
  let first = items[index] * TILE * TILE + column;
  for (var row = 0u; row < TILE; row++) {
    tiles[first + row * TILE] *= 0.5;
  }
}
