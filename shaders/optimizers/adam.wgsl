// Adam: m ← β₁ m + (1 − β₁) ∇, v ← β₂ v + (1 − β₂) ∇²,
// θ ← θ − lr (m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε) + decay · θ), t = counter[0].
// 0: gradient; 1: health [2], nothing is done unless its first word is all ones; 2: counter [2]; 3: parameters;
// 4: m; 5: v. Flat buffers; 64 invocations of a vec4 a workgroup, workgroups over x then y.
override LEARNING_RATE: f32;
override BETA_1: f32;
override BETA_2: f32;
override LOG_BETA_1: f32;
override LOG_BETA_2: f32;
override EPSILON: f32;
override WEIGHT_DECAY: f32;

@group(0) @binding(0) var<storage, read> gradient: array<vec4f>;
@group(0) @binding(1) var<storage, read> health: array<u32>;
@group(0) @binding(2) var<storage, read> counter: array<u32>;
@group(0) @binding(3) var<storage, read_write> parameters: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> first: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> second: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 64u + lane;
  if (index >= arrayLength(&parameters) || health[0] != 0xffffffffu) {
    return;
  }
  let g = gradient[index];
  let m = BETA_1 * first[index] + (1.0 - BETA_1) * g;
  let v = BETA_2 * second[index] + (1.0 - BETA_2) * g * g;
  first[index] = m;
  second[index] = v;
  let t = f32(counter[0]);
  let direction = (m / one_minus_exp(t * LOG_BETA_1)) / (sqrt(v / one_minus_exp(t * LOG_BETA_2)) + EPSILON);
  let theta = parameters[index];
  parameters[index] = theta - LEARNING_RATE * (direction + WEIGHT_DECAY * theta);
}

// 1 − eˣ for x ≤ 0 without the cancellation near 0.
fn one_minus_exp(x: f32) -> f32 {
  if (x < -0.1) {
    return 1.0 - exp(x);
  }
  return -x * (1.0 + x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0 * (1.0 + x / 5.0))));
}
