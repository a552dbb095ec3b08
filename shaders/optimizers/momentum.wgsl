// v ← MOMENTUM v + g; result = NESTEROV ? g + MOMENTUM v : v.
// 0: gradient g; 1: health [2], a step that is not fine changes nothing, and one that speaks against the parameters forgets
// v; 2: velocity v; 3: result. Flat buffers; 64 invocations of a vec4 a workgroup, workgroups over x then y.
override MOMENTUM: f32;
override NESTEROV: bool;
// @include lib/guard.wgsl
@group(0) @binding(0) var<storage, read> gradient: array<vec4f>;
@group(0) @binding(1) var<storage, read> health: array<u32>;
@group(0) @binding(2) var<storage, read_write> velocity: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> result: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 64u + lane;
  if (index >= arrayLength(&result)) {
    return;
  }
  if (health[0] != HEALTH_FINE) {
    if (rolls_back(health[0])) {
      velocity[index] = vec4f();
    }
    result[index] = vec4f();
    return;
  }
  let g = gradient[index];
  let v = MOMENTUM * velocity[index] + g;
  velocity[index] = v;
  result[index] = select(v, g + MOMENTUM * v, NESTEROV);
}
