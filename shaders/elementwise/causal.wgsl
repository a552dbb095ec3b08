// Keeps of square matrices what is not above the diagonal, in elements.
//   binding 0  source  f32 `[matrices, SIDE, SIDE]`
//   binding 1  result  f32 `[matrices, SIDE, SIDE]`
//   FILL  what stands above the diagonal
override SIDE: u32 = 1u;
override FILL: f32 = 0.0;
@group(0) @binding(0) var<storage, read> source: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&result)) { return; }
  result[index] = select(FILL, source[index], index % SIDE <= index / SIDE % SIDE);
}
