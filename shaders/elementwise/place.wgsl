// Writes an array of shape `[outer, ROWS, inner]` as a run of rows of `[outer, RESULT_ROWS, inner]`.
//   binding 0  source  f32
//   binding 1  result  f32
//   RUN         elements of a run, ROWS · inner
//   RESULT_RUN  RESULT_ROWS · inner
//   START       first element of the run in the result
override RUN: u32 = 1u;
override RESULT_RUN: u32 = 1u;
override START: u32 = 0u;
@group(0) @binding(0) var<storage, read> source: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&source)) { return; }
  result[index / RUN * RESULT_RUN + START + index % RUN] = source[index];
}
