// Closes the gates of matrices whose ‖I − Y‖_F is not below a limit, NaN included.
//
// bindings: 0 items `[matrices of this path]` (first tile, size, tiles a side, matrix); one workgroup each
//           1 Y, vec4 of row-major `[TILE, TILE]` tiles, tile (i, j) at first + j·side + i
//           2 gates u32 `[all matrices]`
// overrides: TILE, side of a tile; LIMIT, of the square.

override TILE: u32 = 32u;
override LIMIT: f32 = 1.0;

@group(0) @binding(0) var<storage, read> items: array<vec4u>;
@group(0) @binding(1) var<storage, read> y: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> gates: array<u32>;

var<workgroup> sums: array<f32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&items)) {
    return;
  }
  let item = items[index];
  let width = TILE / 4u;
  var sum = 0.0;
  for (var i = lane; i < item.z * item.z * TILE * width; i += 64u) {
    let tile = i / (TILE * width);
    let row = i / width % TILE;
    let is_diagonal = tile % item.z == tile / item.z && i % width == row / 4u;
    let one = select(vec4f(), vec4f(vec4u(row % 4u) == vec4u(0u, 1u, 2u, 3u)), is_diagonal);
    let rest = one - y[item.x * TILE * width + i];
    sum += dot(rest, rest);
  }
  sums[lane] = sum;
  for (var step = 32u; step > 0u; step /= 2u) {
    workgroupBarrier();
    if (lane < step) {
      sums[lane] += sums[lane + step];
    }
  }
  // Sums of squares order like their bits, NaN above all numbers.
  if (lane == 0u && bitcast<u32>(sums[0]) >= bitcast<u32>(LIMIT)) {
    gates[item.w] = 1u;
  }
}
