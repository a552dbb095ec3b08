// result = P·x + Q·y. The including file names the type `Element`.
//   binding 0  x       Element `[count]`
//   binding 1  y       Element `[count]`
//   binding 2  result  Element `[count]`
override P: f32;
override Q: f32;
@group(0) @binding(0) var<storage, read> x: array<Element>;
@group(0) @binding(1) var<storage, read> y: array<Element>;
@group(0) @binding(2) var<storage, read_write> result: array<Element>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&result)) { return; }
  result[index] = P * x[index] + Q * y[index];
}
