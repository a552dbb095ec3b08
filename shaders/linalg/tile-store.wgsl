// Copies results out of square tiles into dense row-major matrices; a matrix whose status or gate is not
// 0 is left as it was.
//
// bindings: 0 slots `[matrices]` (offset, size, first tile, tiles a side)
//           1 items `[tiles on and above the diagonal, or all]` (matrix, tile row, tile column, unused); one workgroup
//             each
//           2 tiles, vec4 of row-major `[TILE, TILE]` tiles; tile (i, j) stands at first + j·tiles + i
//           3 status u32 `[matrices]`
//           4 destination f32, row-major `[size, size]` from each slot's offset
//           5 gates u32 `[matrices]`
// overrides: TILE, side of a tile; SOURCE, 0 symmetric from the tiles on and above the diagonal, 1 lower triangle from
// the transposed upper one, 2 lower triangle as it stands; 1 and 2 write zeros above the diagonal; 3 each tile as it stands.
// A thread moves 4×4 elements to both sides of the diagonal.

override TILE: u32 = 32u;
override SOURCE: u32 = 0u;

@group(0) @binding(0) var<storage, read> slots: array<vec4u>;
@group(0) @binding(1) var<storage, read> items: array<vec4u>;
@group(0) @binding(2) var<storage, read> tiles: array<vec4f>;
@group(0) @binding(3) var<storage, read> status: array<u32>;
@group(0) @binding(4) var<storage, read_write> destination: array<f32>;
@group(0) @binding(5) var<storage, read> gates: array<u32>;

/** Rows of a block, its first element at (row, column) of the matrix. */
fn put(slot: vec4u, row: u32, column: u32, block: mat4x4f) {
  for (var r = 0u; r < min(4u, slot.y - min(row, slot.y)); r++) {
    let at = slot.x + (row + r) * slot.y + column;
    let values = block[r];
    if (column + 4u <= slot.y) {
      destination[at] = values.x;
      destination[at + 1u] = values.y;
      destination[at + 2u] = values.z;
      destination[at + 3u] = values.w;
    } else {
      for (var c = 0u; column + c < slot.y; c++) {
        destination[at + c] = values[c];
      }
    }
  }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&items)) {
    return;
  }
  let item = items[index];
  if (status[item.x] != 0u || gates[item.x] != 0u) {
    return;
  }
  let slot = slots[item.x];
  let width = TILE / 4u;
  var tile = slot.z + item.z * slot.w + item.y;
  if (SOURCE == 2u) {
    tile = slot.z + item.y * slot.w + item.z;
  }
  for (var i = local; i < width * width; i += 64u) {
    let row = i / width * 4u;
    let column = i % width * 4u;
    let at = (tile * TILE + row) * width + column / 4u;
    let block = mat4x4f(tiles[at], tiles[at + width], tiles[at + 2u * width], tiles[at + 3u * width]);
    if (SOURCE == 3u) {
      put(slot, item.y * TILE + row, item.z * TILE + column, block);
      continue;
    }
    if (SOURCE == 2u) {
      put(slot, item.z * TILE + row, item.y * TILE + column, block);
    } else {
      put(slot, item.z * TILE + column, item.y * TILE + row, transpose(block));
    }
    if (item.y != item.z) {
      var above = block;
      if (SOURCE != 0u) {
        above = mat4x4f();
      }
      put(slot, item.y * TILE + row, item.z * TILE + column, above);
    }
  }
}
