// σ(z) − y of each element, or σ(z)(1 − σ(z))·y, in vectors of four elements.
// 0: outputs vec4f [count]; 1: others vec4f [count], y; 2: result vec4f [count]. Override: VARIANCE chooses the second.
// @include losses/logistic.wgsl
override VARIANCE: bool = false;

@group(0) @binding(0) var<storage, read> outputs: array<vec4f>;
@group(0) @binding(1) var<storage, read> others: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> result: array<vec4f>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&result)) { return; }
  let logit = outputs[index];
  let other = others[index];
  if (VARIANCE) {
    result[index] = bernoulli_variance(logit) * other;
  } else {
    result[index] = sigmoid(logit) - other;
  }
}
