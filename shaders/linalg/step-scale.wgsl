// How far K ← K (I − scale·m) may go: RATE / max(1, 2 ‖m‖∞), ‖m‖∞ the largest absolute row sum, which bounds m's
// eigenvalues, so that no direction of K shrinks by more than half.
//
// bindings: 0 items `[matrices of this path]` (first tile, size, tiles a side, matrix); one workgroup each
//           1 m, vec4 of row-major `[TILE, TILE]` tiles, tile (i, j) at first + j·side + i
//           2 scales f32 `[all matrices]`
// overrides: TILE, side of a tile; RATE. The padding of a matrix does not count.

override TILE: u32 = 32u;
override RATE: f32 = 1.0;

@group(0) @binding(0) var<storage, read> items: array<vec4u>;
@group(0) @binding(1) var<storage, read> m: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> scales: array<f32>;

var<workgroup> largest: array<f32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&items)) {
    return;
  }
  let item = items[index];
  let width = TILE / 4u;
  var most = 0.0;
  // m is symmetric: the sums over the columns of a column of tiles are its row sums.
  for (var column = lane; column < item.z * width; column += 64u) {
    var at = (item.x + column / width * item.z) * TILE * width + column % width;
    var sum = vec4f();
    for (var row = 0u; row < item.z * TILE; row++) {
      sum += abs(m[at]);
      at += width;
    }
    sum = select(vec4f(), sum, vec4u(column * 4u) + vec4u(0u, 1u, 2u, 3u) < vec4u(item.y));
    most = max(most, max(max(sum.x, sum.y), max(sum.z, sum.w)));
  }
  largest[lane] = most;
  for (var step = 32u; step > 0u; step /= 2u) {
    workgroupBarrier();
    if (lane < step) {
      largest[lane] = max(largest[lane], largest[lane + step]);
    }
  }
  if (lane == 0u) {
    scales[item.w] = RATE / max(1.0, 2.0 * largest[0]);
  }
}
