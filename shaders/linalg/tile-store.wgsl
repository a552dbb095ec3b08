// Copies results out of square tiles into dense row-major matrices; a matrix whose status is not 0 is left as it was.
//
// bindings: 0 slots `[matrices]` (offset, size, first tile, tiles a side)
//           1 items `[tiles]` (matrix, tile row, tile column, unused); one workgroup each
//           2 tiles, vec4 of row-major `[TILE, TILE]` tiles; tile (i, j) stands at first + j·tiles + i
//           3 status u32 `[matrices]`
//           4 destination f32, row-major `[size, size]` from each slot's offset
// overrides: TILE, side of a tile; SOURCE, 0 symmetric with tiles on and above the diagonal, 1 lower triangle from the
// transposed upper one, 2 lower triangle as it stands; 1 and 2 write zeros above the diagonal.

override TILE: u32 = 32u;
override SOURCE: u32 = 0u;

@group(0) @binding(0) var<storage, read> slots: array<vec4u>;
@group(0) @binding(1) var<storage, read> items: array<vec4u>;
@group(0) @binding(2) var<storage, read> tiles: array<vec4f>;
@group(0) @binding(3) var<storage, read> status: array<u32>;
@group(0) @binding(4) var<storage, read_write> destination: array<f32>;

fn element(slot: vec4u, row: u32, column: u32) -> f32 {
  let tile = (slot.z + column / TILE * slot.w + row / TILE) * (TILE * TILE / 4u);
  let place = row % TILE * TILE + column % TILE;
  return tiles[tile + place / 4u][place % 4u];
}

fn result(slot: vec4u, row: u32, column: u32) -> f32 {
  if (SOURCE == 0u) {
    if (row / TILE <= column / TILE) {
      return element(slot, row, column);
    }
    return element(slot, column, row);
  }
  if (column > row) {
    return 0.0;
  }
  if (SOURCE == 1u) {
    return element(slot, column, row);
  }
  return element(slot, row, column);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&items)) {
    return;
  }
  let item = items[index];
  if (status[item.x] != 0u) {
    return;
  }
  let slot = slots[item.x];
  for (var i = local; i < TILE * TILE; i += 64u) {
    let row = item.y * TILE + i / TILE;
    let column = item.z * TILE + i % TILE;
    if (max(row, column) < slot.y) {
      destination[slot.x + row * slot.y + column] = result(slot, row, column);
    }
  }
}
