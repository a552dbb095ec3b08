// v ← MOMENTUM v + g with g = ∇ + WEIGHT_DECAY θ; θ ← θ − LEARNING_RATE (NESTEROV ? g + MOMENTUM v : v).
// 0: gradient; 1: health [2], nothing is done unless its first word is all ones; 2: parameters; 3: velocity.
// Flat buffers whose length is a multiple of 4; 64 invocations of a vec4 a workgroup, workgroups over x then y.
override LEARNING_RATE: f32;
override MOMENTUM: f32;
override NESTEROV: bool;
override WEIGHT_DECAY: f32;

@group(0) @binding(0) var<storage, read> gradient: array<vec4f>;
@group(0) @binding(1) var<storage, read> health: array<u32>;
@group(0) @binding(2) var<storage, read_write> parameters: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> velocity: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 64u + lane;
  if (index >= arrayLength(&parameters) || health[0] != 0xffffffffu) {
    return;
  }
  let theta = parameters[index];
  let g = gradient[index] + WEIGHT_DECAY * theta;
  let v = MOMENTUM * velocity[index] + g;
  velocity[index] = v;
  parameters[index] = theta - LEARNING_RATE * select(v, g + MOMENTUM * v, NESTEROV);
}
