// Factored Tikhonov damping (Martens & Grosse 2015, §6.3): what is added to the diagonals of A and G of each block.
// 0: flat factors; 1: table [2·blocks] of (offset, size), A then G of each block; 2: lambda [1];
// 3: shifts [2·blocks]. One workgroup of 64 a block.
override WEIGHT_DECAY: f32;

@group(0) @binding(0) var<storage, read> factors: array<f32>;
@group(0) @binding(1) var<storage, read> table: array<vec2u>;
@group(0) @binding(2) var<storage, read> lambda: array<f32>;
@group(0) @binding(3) var<storage, read_write> shifts: array<f32>;

// Below this share of the mean eigenvalue a shift is lost in float32.
const RELATIVE_FLOOR = 1e-7;

var<workgroup> sums: array<vec2f, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let a = table[2u * group.x];
  let g = table[2u * group.x + 1u];
  sums[lane] = vec2f(diagonal_sum(a, lane), diagonal_sum(g, lane));
  for (var width = 32u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (lane < width) {
      sums[lane] += sums[lane + width];
    }
  }
  if (lane == 0u) {
    let mean = sums[0] / vec2f(f32(a.y), f32(g.y));
    let gamma = sqrt(lambda[0] + WEIGHT_DECAY);
    var pi = 1.0;
    if (mean.x > 0.0 && mean.y > 0.0) {
      pi = clamp(sqrt(mean.x / mean.y), 1e-6, 1e6);
    }
    shifts[2u * group.x] = max(pi * gamma, RELATIVE_FLOOR * mean.x);
    shifts[2u * group.x + 1u] = max(gamma / pi, RELATIVE_FLOOR * mean.y);
  }
}

fn diagonal_sum(slot: vec2u, lane: u32) -> f32 {
  var sum = 0.0;
  for (var row = lane; row < slot.y; row += 64u) {
    sum += factors[slot.x + row * (slot.y + 1u)];
  }
  return sum;
}
