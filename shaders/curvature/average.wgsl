// x ← decay · x + weight · sample; x stays where the weight is 0, whatever the sample holds.
// 0: sample f32; 1: coefficients [2]: decay, weight; 2: average f32. 256 invocations a workgroup, workgroups over x then y.
@group(0) @binding(0) var<storage, read> sample: array<f32>;
@group(0) @binding(1) var<storage, read> coefficients: array<f32>;
@group(0) @binding(2) var<storage, read_write> average: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&average) || coefficients[1] == 0.0) { return; }
  var kept = 0.0;
  // What stood there before the first sample counts for nothing, whatever it is.
  if (coefficients[0] > 0.0) { kept = coefficients[0] * average[index]; }
  average[index] = kept + coefficients[1] * sample[index];
}
