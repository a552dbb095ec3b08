// σ(z) − y of each element, or σ(z)(1 − σ(z))·y.
// 0: outputs f32 [count]; 1: others f32 [count], y; 2: result f32 [count]. Override: VARIANCE chooses the second.
// @include losses/logistic.wgsl
override VARIANCE: bool = false;

@group(0) @binding(0) var<storage, read> outputs: array<f32>;
@group(0) @binding(1) var<storage, read> others: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&result)) { return; }
  let logit = vec4f(outputs[index]);
  let other = others[index];
  if (VARIANCE) {
    result[index] = bernoulli_variance(logit).x * other;
  } else {
    result[index] = sigmoid(logit).x - other;
  }
}
