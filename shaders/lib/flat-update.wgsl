// One pass over flat buffers: θ ← θ − α direction, with α from the report. The including shader defines
// `direction(index, gradient, theta)`, which may keep moments of its own from binding 6 on, and `forget(index)`, which
// lets go of where they were heading.
//   0: gradient; 1: health [2], a step that is not fine is not taken, and one that speaks against the parameters
//   takes back the last; 2: report;
//   3: counter [2]: steps begun, seed; 4: parameters θ; 5: the parameters before this step
// Lengths are multiples of 4; 64 invocations of a vec4 a workgroup, workgroups over x then y.
// @include lib/guard.wgsl
// @include lib/report.wgsl
@group(0) @binding(0) var<storage, read> gradient: array<vec4f>;
@group(0) @binding(1) var<storage, read> health: array<u32>;
@group(0) @binding(2) var<storage, read> report: array<f32>;
@group(0) @binding(3) var<storage, read> counter: array<u32>;
@group(0) @binding(4) var<storage, read_write> parameters: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> last_good: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 64u + lane;
  if (index >= arrayLength(&parameters)) {
    return;
  }
  if (health[0] != HEALTH_FINE) {
    if (rolls_back(health[0])) {
      parameters[index] = last_good[index];
      forget(index);
    }
    return;
  }
  let theta = parameters[index];
  last_good[index] = theta;
  parameters[index] = theta - report[REPORT_ALPHA] * direction(index, gradient[index], theta);
}
