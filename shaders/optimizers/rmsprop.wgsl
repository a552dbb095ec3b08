// RMSprop: v ← DECAY_OF_SQUARES v + (1 − DECAY_OF_SQUARES) g² with g = ∇ + WEIGHT_DECAY θ; the direction is
// b ← MOMENTUM b + g / (√v + EPSILON).
// 0–5: see the include; 6: v; 7: b.
override DECAY_OF_SQUARES: f32;
override EPSILON: f32;
override MOMENTUM: f32;
override WEIGHT_DECAY: f32;
// @include lib/flat-update.wgsl
@group(0) @binding(6) var<storage, read_write> squares: array<vec4f>;
@group(0) @binding(7) var<storage, read_write> velocity: array<vec4f>;

fn forget(index: u32) {
  velocity[index] = vec4f();
}

fn direction(index: u32, plain: vec4f, theta: vec4f) -> vec4f {
  let g = plain + WEIGHT_DECAY * theta;
  let v = DECAY_OF_SQUARES * squares[index] + (1.0 - DECAY_OF_SQUARES) * g * g;
  let b = MOMENTUM * velocity[index] + g / (sqrt(v) + EPSILON);
  squares[index] = v;
  velocity[index] = b;
  return b;
}
