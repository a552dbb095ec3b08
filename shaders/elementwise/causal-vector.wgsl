// Keeps of square matrices what is not above the diagonal, in vectors of four columns.
//   binding 0  source  vec4f `[matrices, SIDE, SIDE / 4]`
//   binding 1  result  vec4f `[matrices, SIDE, SIDE / 4]`
//   SIDE  a multiple of 4
//   FILL  what stands above the diagonal
override SIDE: u32 = 4u;
override FILL: f32 = 0.0;
@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> result: array<vec4f>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&result)) { return; }
  let row = index / (SIDE / 4u);
  let columns = (index - row * (SIDE / 4u)) * 4u + vec4u(0u, 1u, 2u, 3u);
  result[index] = select(vec4f(FILL), source[index], columns <= vec4u(row % SIDE));
}
