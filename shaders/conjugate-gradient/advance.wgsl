// x ← x + α p; r ← r − α (C p + (λ + WEIGHT_DECAY) p).
// 0: search direction p; 1: curvature product C p; 2: lambda [1]; 3: scalars, α first; 4: solution x; 5: residual r.
// Flat buffers; 64 invocations of a vec4 a workgroup, workgroups over x then y.
override WEIGHT_DECAY: f32;
@group(0) @binding(0) var<storage, read> search: array<vec4f>;
@group(0) @binding(1) var<storage, read> curved: array<vec4f>;
@group(0) @binding(2) var<storage, read> lambda: array<f32>;
@group(0) @binding(3) var<storage, read> scalars: array<f32>;
@group(0) @binding(4) var<storage, read_write> solution: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> residual: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 64u + lane;
  if (index >= arrayLength(&solution)) {
    return;
  }
  let alpha = scalars[0];
  let p = search[index];
  solution[index] += alpha * p;
  residual[index] -= alpha * (curved[index] + (lambda[0] + WEIGHT_DECAY) * p);
}
