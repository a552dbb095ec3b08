// θ̄ ← ξ θ̄ + (1 − ξ) θ, ξ = min(1 − 1/k, DECAY), k = counter[0].
// 0: parameters θ; 1: health [2], nothing is done unless its first word is all ones; 2: counter [2]; 3: average θ̄.
// Flat buffers; 64 invocations of a vec4 a workgroup, workgroups over x then y.
override DECAY: f32;

@group(0) @binding(0) var<storage, read> parameters: array<vec4f>;
@group(0) @binding(1) var<storage, read> health: array<u32>;
@group(0) @binding(2) var<storage, read> counter: array<u32>;
@group(0) @binding(3) var<storage, read_write> average: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 64u + lane;
  if (index >= arrayLength(&average) || health[0] != 0xffffffffu) {
    return;
  }
  let weight = max(1.0 / f32(counter[0]), 1.0 - DECAY);
  average[index] += weight * (parameters[index] - average[index]);
}
