// σ(z) − y of each element, with y drawn from Bernoulli(σ(z)).
// 0: outputs f32 [count]; 1: counter u32 [2] (step, seed); 2: gradient f32 [count]. Override: PURPOSE of the draws.
// @include losses/logistic.wgsl
// @include lib/random.wgsl
override PURPOSE: u32 = 0u;

@group(0) @binding(0) var<storage, read> outputs: array<f32>;
@group(0) @binding(1) var<storage, read> counter: array<u32, 2>;
@group(0) @binding(2) var<storage, read_write> gradient: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&gradient)) { return; }
  let probability = sigmoid(vec4f(outputs[index])).x;
  let drawn = random_uniform(counter[1], counter[0], PURPOSE, index) < probability;
  gradient[index] = probability - select(0.0, 1.0, drawn);
}
