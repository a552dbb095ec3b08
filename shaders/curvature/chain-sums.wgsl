// What the time steps of a chain add up to, beside steps that know nothing of each other:
// 1 + 2 Σ_{d=1}^{T−1} (1 − d/T) x^d with x = ψ_A ψ_G of every element.
// 0: ψ_A f32 [rows]; 1: ψ_G f32 [columns]; 2: sums f32 [rows, columns]. 256 invocations a workgroup, workgroups over x then y.
@group(0) @binding(0) var<storage, read> of_inputs: array<f32>;
@group(0) @binding(1) var<storage, read> of_outputs: array<f32>;
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;

override ROWS: u32;
override COLUMNS: u32;
// T.
override STEPS: u32;
// Largest |ψ| there can be.
override BOUND: f32;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= ROWS * COLUMNS) { return; }
  let of_input = clamp(of_inputs[index / COLUMNS], -BOUND, BOUND);
  let of_output = clamp(of_outputs[index % COLUMNS], -BOUND, BOUND);
  let x = of_input * of_output;
  let steps = f32(STEPS);
  var sum = 0.0;
  var power = x;
  for (var distance = STEPS - 1u; distance > 0u; distance--) {
    sum = (sum + (1.0 - f32(distance) / steps)) * x;
    power *= x;
  }
  // Positive terms add up without loss; of alternating ones there is a closed form, whose terms are positive.
  if (x >= 0.0) {
    sums[index] = 1.0 + 2.0 * sum;
  } else {
    sums[index] = ((1.0 - x) * (1.0 + x) - 2.0 * x * (1.0 - power) / steps) / ((1.0 - x) * (1.0 - x));
  }
}
