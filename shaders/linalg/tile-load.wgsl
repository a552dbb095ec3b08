// Copies symmetric matrices (or transposed lower factors) into square tiles, padded by the identity, with a shift
// added to the diagonal; clears the status of every matrix it copies.
//
// bindings: 0 slots `[matrices]` (offset, size, first tile, tiles a side)
//           1 items `[tiles]` (matrix, tile row, tile column, unused); one workgroup each
//           2 source f32, row-major `[size, size]` from each slot's offset
//           3 shifts f32 `[matrices]`
//           4 tiles, vec4 of row-major `[TILE, TILE]` tiles; tile (i, j) stands at first + j·tiles + i
//           5 status u32 `[matrices]`
//           6 gates u32 `[matrices]`: nothing is done for a matrix whose gate is not 0
// overrides: TILE, side of a tile; TRANSPOSED, 1 reads source[column][row] and zeros below the diagonal.

override TILE: u32 = 32u;
override TRANSPOSED: u32 = 0u;

@group(0) @binding(0) var<storage, read> slots: array<vec4u>;
@group(0) @binding(1) var<storage, read> items: array<vec4u>;
@group(0) @binding(2) var<storage, read> source: array<f32>;
@group(0) @binding(3) var<storage, read> shifts: array<f32>;
@group(0) @binding(4) var<storage, read_write> tiles: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> status: array<u32>;
@group(0) @binding(6) var<storage, read> gates: array<u32>;

fn element(slot: vec4u, shift: f32, row: u32, column: u32) -> f32 {
  if (max(row, column) >= slot.y) {
    return select(0.0, 1.0, row == column);
  }
  if (TRANSPOSED == 1u) {
    if (row > column) {
      return 0.0;
    }
    return source[slot.x + column * slot.y + row];
  }
  return source[slot.x + row * slot.y + column] + select(0.0, shift, row == column);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&items)) {
    return;
  }
  let item = items[index];
  if (gates[item.x] != 0u) {
    return;
  }
  let slot = slots[item.x];
  let shift = shifts[item.x];
  let first = (slot.z + item.z * slot.w + item.y) * (TILE * TILE / 4u);
  for (var i = local; i < TILE * TILE / 4u; i += 64u) {
    let row = item.y * TILE + i / (TILE / 4u);
    let column = item.z * TILE + i % (TILE / 4u) * 4u;
    if (TRANSPOSED == 0u && row < slot.y && column + 4u <= slot.y && item.y != item.z) {
      let at = slot.x + row * slot.y + column;
      tiles[first + i] = vec4f(source[at], source[at + 1u], source[at + 2u], source[at + 3u]);
    } else {
      tiles[first + i] = vec4f(
        element(slot, shift, row, column),
        element(slot, shift, row, column + 1u),
        element(slot, shift, row, column + 2u),
        element(slot, shift, row, column + 3u),
      );
    }
  }
  if (item.y == 0u && item.z == 0u && local == 0u) {
    status[item.x] = 0u;
  }
}
