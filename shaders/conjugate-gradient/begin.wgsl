// The residual of a warm start: x ← WARM_START x; r ← g − WARM_START (C x + damping x) of the old x; p ← r,
// damping = λ + WEIGHT_DECAY.
// 0: gradient g; 1: curvature product C x; 2: lambda [1]; 3: solution x; 4: residual r; 5: search direction p. Flat
// buffers; 64 invocations of a vec4 a workgroup, workgroups over x then y.
override WARM_START: f32;
override WEIGHT_DECAY: f32;
// @include lib/guard.wgsl
@group(0) @binding(0) var<storage, read> gradient: array<vec4f>;
@group(0) @binding(1) var<storage, read> curved: array<vec4f>;
@group(0) @binding(2) var<storage, read> lambda: array<f32>;
@group(0) @binding(3) var<storage, read_write> solution: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> residual: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> search: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 64u + lane;
  if (index >= arrayLength(&solution)) {
    return;
  }
  // A step that was not finite may have left anything here.
  let x = usable(solution[index]);
  let r = gradient[index] - WARM_START * (usable(curved[index]) + (lambda[0] + WEIGHT_DECAY) * x);
  solution[index] = WARM_START * x;
  residual[index] = r;
  search[index] = r;
}

fn usable(v: vec4f) -> vec4f {
  return select(v, vec4f(), (bitcast<vec4u>(v) & vec4u(0x7fffffffu)) >= vec4u(UNUSABLE));
}
