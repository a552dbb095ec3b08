// σ(z) − y of each element, with y drawn from Bernoulli(σ(z)), in vectors of four elements; the draws are those of
// logistic-sampled-gradient.wgsl.
// 0: outputs vec4f [count]; 1: counter u32 [2] (step, seed); 2: gradient vec4f [count]. Override: PURPOSE of the draws.
// @include losses/logistic.wgsl
// @include lib/random.wgsl
override PURPOSE: u32 = 0u;

@group(0) @binding(0) var<storage, read> outputs: array<vec4f>;
@group(0) @binding(1) var<storage, read> counter: array<u32, 2>;
@group(0) @binding(2) var<storage, read_write> gradient: array<vec4f>;

fn uniform_at(index: u32) -> f32 {
  return random_uniform(counter[1], counter[0], PURPOSE, index);
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&gradient)) { return; }
  let probability = sigmoid(outputs[index]);
  let first = 4u * index;
  let draws = vec4f(uniform_at(first), uniform_at(first + 1u), uniform_at(first + 2u), uniform_at(first + 3u));
  gradient[index] = probability - select(vec4f(), vec4f(1.0), draws < probability);
}
