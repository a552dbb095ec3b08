// SGD: v ← MOMENTUM v + g with g = ∇ + WEIGHT_DECAY θ; the direction is NESTEROV ? g + MOMENTUM v : v.
// 0–5: see the include; 6: velocity v.
override MOMENTUM: f32;
override NESTEROV: bool;
override WEIGHT_DECAY: f32;
// @include lib/flat-update.wgsl
@group(0) @binding(6) var<storage, read_write> velocity: array<vec4f>;

fn forget(index: u32) {
  velocity[index] = vec4f();
}

fn direction(index: u32, plain: vec4f, theta: vec4f) -> vec4f {
  let g = plain + WEIGHT_DECAY * theta;
  let v = MOMENTUM * velocity[index] + g;
  velocity[index] = v;
  return select(v, g + MOMENTUM * v, NESTEROV);
}
