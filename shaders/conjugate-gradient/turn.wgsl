// p ← r + β p. 0: residual r; 1: scalars, β second; 2: search direction p. Flat buffers; 64 invocations of a vec4 a
// workgroup, workgroups over x then y.
@group(0) @binding(0) var<storage, read> residual: array<vec4f>;
@group(0) @binding(1) var<storage, read> scalars: array<f32>;
@group(0) @binding(2) var<storage, read_write> search: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 64u + lane;
  if (index >= arrayLength(&search)) {
    return;
  }
  search[index] = residual[index] + scalars[1] * search[index];
}
