// Adam: m ← β₁ m + (1 − β₁) ∇, v ← β₂ v + (1 − β₂) ∇²; the direction is
// m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε) + decay · θ, t = counter[0].
// 0–5: see the include; 6: m; 7: v.
override BETA_1: f32;
override BETA_2: f32;
override LOG_BETA_1: f32;
override LOG_BETA_2: f32;
override EPSILON: f32;
override WEIGHT_DECAY: f32;
// @include lib/debias.wgsl
// @include lib/flat-update.wgsl
@group(0) @binding(6) var<storage, read_write> first: array<vec4f>;
@group(0) @binding(7) var<storage, read_write> second: array<vec4f>;

// v keeps what it knows of the gradients' size.
fn forget(index: u32) {
  first[index] = vec4f();
}

fn direction(index: u32, g: vec4f, theta: vec4f) -> vec4f {
  let m = BETA_1 * first[index] + (1.0 - BETA_1) * g;
  let v = BETA_2 * second[index] + (1.0 - BETA_2) * g * g;
  first[index] = m;
  second[index] = v;
  let t = f32(counter[0]);
  return (m / one_minus_exp(t * LOG_BETA_1)) / (sqrt(v / one_minus_exp(t * LOG_BETA_2)) + EPSILON) + WEIGHT_DECAY * theta;
}
