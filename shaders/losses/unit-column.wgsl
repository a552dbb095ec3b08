// One column of a diagonal B of each row: zero but at `chosen`, where it is √(σ(z)(1 − σ(z))), or 1.
// 0: outputs f32 [rows, COLUMNS]; 1: chosen u32 [1]; 2: result f32 [rows, COLUMNS].
// Overrides: COLUMNS; LOGISTIC chooses the deviation over 1.
// @include losses/logistic.wgsl
override COLUMNS: u32 = 1u;
override LOGISTIC: bool = false;

@group(0) @binding(0) var<storage, read> outputs: array<f32>;
@group(0) @binding(1) var<storage, read> chosen: array<u32, 1>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&result)) { return; }
  var value = 0.0;
  if (index % COLUMNS == chosen[0]) {
    value = 1.0;
    if (LOGISTIC) {
      value = bernoulli_deviation(outputs[index]);
    }
  }
  result[index] = value;
}
