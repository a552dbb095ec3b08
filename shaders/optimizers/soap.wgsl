// Adam in another basis: v ← β₂ v + (1 − β₂) g²; result = m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε), t = counter[0], where
// m = (1 − β₁) velocity, since the velocity sums what the first moment averages.
// 0: gradient g in that basis; 1: velocity in that basis; 2: counter [2]: steps begun, seed; 3: health [2], a step that is not
// fine changes nothing; 4: second moment v; 5: result.
// Flat buffers; 64 invocations of a vec4 a workgroup, workgroups over x then y.
override BETA_1: f32;
override BETA_2: f32;
override LOG_BETA_1: f32;
override LOG_BETA_2: f32;
override EPSILON: f32;
// @include lib/debias.wgsl
// @include lib/guard.wgsl
@group(0) @binding(0) var<storage, read> gradient: array<vec4f>;
@group(0) @binding(1) var<storage, read> velocity: array<vec4f>;
@group(0) @binding(2) var<storage, read> counter: array<u32>;
@group(0) @binding(3) var<storage, read> health: array<u32>;
@group(0) @binding(4) var<storage, read_write> second: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> result: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 64u + lane;
  if (index >= arrayLength(&result) || health[0] != HEALTH_FINE) {
    return;
  }
  let g = gradient[index];
  let v = BETA_2 * second[index] + (1.0 - BETA_2) * g * g;
  second[index] = v;
  let t = f32(counter[0]);
  let m = (1.0 - BETA_1) * velocity[index] / one_minus_exp(t * LOG_BETA_1);
  result[index] = m / (sqrt(v / one_minus_exp(t * LOG_BETA_2)) + EPSILON);
}
