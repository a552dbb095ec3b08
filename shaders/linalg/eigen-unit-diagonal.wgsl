// Writes ones on the diagonal of square tiles.
//
// bindings: 0 items u32 `[tiles]`; one workgroup each   1 tiles f32
// overrides: TILE

override TILE: u32 = 32u;

@group(0) @binding(0) var<storage, read> items: array<u32>;
@group(0) @binding(1) var<storage, read_write> tiles: array<f32>;

@compute @workgroup_size(TILE)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = group.y * groups.x + group.x;
  if (index < arrayLength(&items)) {
    tiles[items[index] * TILE * TILE + local * (TILE + 1u)] = 1.0;
  }
}
