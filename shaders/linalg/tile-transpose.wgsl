// Writes the transpose of square tiles: destination tile (j, i) = source tile (i, j)ᵀ.
//
// bindings: 0 items `[tiles]` (source tile, destination tile, matrix, unused); one workgroup each
//           1 source, vec4 of row-major `[TILE, TILE]` tiles   2 destination, likewise
//           3 gates u32 `[matrices]`: nothing is done for a matrix whose gate is not 0
// overrides: TILE, side of a tile. A thread moves 4×4 elements.

override TILE: u32 = 32u;

@group(0) @binding(0) var<storage, read> items: array<vec4u>;
@group(0) @binding(1) var<storage, read> source: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> destination: array<vec4f>;
@group(0) @binding(3) var<storage, read> gates: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&items)) {
    return;
  }
  if (gates[items[index].z] != 0u) {
    return;
  }
  let width = TILE / 4u;
  for (var i = local; i < width * width; i += 64u) {
    let row = i / width;
    let column = i % width;
    let first = items[index].x * (TILE * width) + row * TILE + column;
    let mirrored = items[index].y * (TILE * width) + column * TILE + row;
    let block = transpose(mat4x4f(source[first], source[first + width], source[first + 2u * width], source[first + 3u * width]));
    destination[mirrored] = block[0];
    destination[mirrored + width] = block[1];
    destination[mirrored + 2u * width] = block[2];
    destination[mirrored + 3u * width] = block[3];
  }
}
