// Factored Tikhonov damping (Martens & Grosse 2015, §6.3): what is added to the diagonals of the matrices of each group.
// 0: flat factors; 1: slots (offset, size) of the matrices; 2: groups (first A, count, first G, count; with a
// count of 0 A is frequencies over as many tokens as its first says; with the highest bit of the last set A ⊗ G is divided
// by tr G, so that the product of the shifts is γ² tr G); 3: strength
// γ² [1]; 4: shifts, one a matrix. One workgroup of 64 a group.
// RELATIVE_FLOOR: least shift as a share of the mean eigenvalue.
override RELATIVE_FLOOR: f32 = 1e-7;
@group(0) @binding(0) var<storage, read> factors: array<f32>;
@group(0) @binding(1) var<storage, read> slots: array<vec2u>;
@group(0) @binding(2) var<storage, read> groups: array<vec4u>;
@group(0) @binding(3) var<storage, read> strength: array<f32>;
@group(0) @binding(4) var<storage, read_write> shifts: array<f32>;

// Of a matrix of zeros without damping, whose inverse meets gradients of zeros: its square is still a normal number.
const ABSOLUTE_FLOOR = 1e-18;
// π of a factor beside one of zeros, for infinity: A ⊗ 0 + λI is λI, and so is the product of the damped factors but for
// a share ‖A‖ / (πγ).
const LARGEST_PI = 1e9;

const OVER_TRACE = 0x80000000u;
// gpu/curvature/tied-block.ts adds the same to the trace it multiplies by.
const TRACE_FLOOR = 1e-12;

var<workgroup> sums: array<vec2f, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let given = groups[group.x];
  let is_over_trace = (given.w & OVER_TRACE) != 0u;
  let own = vec4u(given.xyz, given.w & ~OVER_TRACE);
  sums[lane] = vec2f(diagonal_sum(own.xy, lane), diagonal_sum(own.zw, lane));
  for (var width = 32u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (lane < width) {
      sums[lane] += sums[lane + width];
    }
  }
  workgroupBarrier();
  var mean = sums[0] / max(vec2f(dimension(own.xy), dimension(own.zw)), vec2f(1.0));
  if (own.y == 0u) {
    mean.x = 1.0 / f32(max(own.x, 1u));
  }
  let gamma = sqrt(strength[0] * select(1.0, sums[0].y + TRACE_FLOOR, is_over_trace));
  var damping = vec2f(strength[0], 0.0);
  if (own.w > 0u) {
    var pi = 1.0;
    if (mean.x > 0.0 && mean.y > 0.0) {
      pi = clamp(sqrt(mean.x / mean.y), 1.0 / LARGEST_PI, LARGEST_PI);
    } else if (mean.x > 0.0 && mean.y == 0.0) {
      pi = LARGEST_PI;
    } else if (mean.x == 0.0 && mean.y > 0.0) {
      pi = 1.0 / LARGEST_PI;
    }
    damping = vec2f(pi * gamma, gamma / pi);
  }
  let shift = max(max(damping, RELATIVE_FLOOR * mean), vec2f(ABSOLUTE_FLOOR));
  for (var index = lane; index < own.y; index += 64u) {
    shifts[own.x + index] = shift.x;
  }
  for (var index = lane; index < own.w; index += 64u) {
    shifts[own.z + index] = shift.y;
  }
}

// A share of the trace over `run.y` matrices from `run.x` on.
fn diagonal_sum(run: vec2u, lane: u32) -> f32 {
  var sum = 0.0;
  for (var index = 0u; index < run.y; index++) {
    let slot = slots[run.x + index];
    for (var row = lane; row < slot.y; row += 64u) {
      sum += factors[slot.x + row * (slot.y + 1u)];
    }
  }
  return sum;
}

fn dimension(run: vec2u) -> f32 {
  var sum = 0u;
  for (var index = 0u; index < run.y; index++) {
    sum += slots[run.x + index].y;
  }
  return f32(sum);
}
