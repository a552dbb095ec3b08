// δ ← −α d + μ δ; θ ← θ + δ.
// 0: direction d; 1: report with α and μ; 2: health [2], a step that is not fine is not taken, and one that speaks against
// the parameters takes back the last; 3: parameters θ; 4: update δ; 5: the parameters before this step. Flat buffers; 64 invocations of a vec4 a workgroup, workgroups over x then y.
// @include lib/guard.wgsl
// @include lib/report.wgsl
@group(0) @binding(0) var<storage, read> direction: array<vec4f>;
@group(0) @binding(1) var<storage, read> report: array<f32>;
@group(0) @binding(2) var<storage, read> health: array<u32>;
@group(0) @binding(3) var<storage, read_write> parameters: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> update: array<vec4f>;
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
      update[index] = vec4f();
    }
    return;
  }
  let delta = report[REPORT_MU] * update[index] - report[REPORT_ALPHA] * direction[index];
  update[index] = delta;
  last_good[index] = parameters[index];
  parameters[index] += delta;
}
