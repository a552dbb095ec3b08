// The direction is g + WEIGHT_DECAY θ for a given g. 0–5: see the include.
override WEIGHT_DECAY: f32;
// @include lib/flat-update.wgsl

fn forget(_index: u32) {
  // It keeps nothing.
}

fn direction(_index: u32, g: vec4f, theta: vec4f) -> vec4f {
  return g + WEIGHT_DECAY * theta;
}
