// Packs the columns of a weight into strips like those of matmul/pack-strips.wgsl, steps in any order.
//   binding 0  weight   f32, step l of column j at places[l] + j · COLUMN_STRIDE; zero where places[l] is NONE
//   binding 1  strips   vec4f `[ceil(COLUMNS / 64), STEPS, 64]`
//   binding 2  places   u32 `[4 · STEPS]`
override COLUMNS: u32 = 1u;
override COLUMN_STRIDE: u32 = 1u;
override STEPS: u32 = 1u;
@group(0) @binding(0) var<storage, read> weight: array<f32>;
@group(0) @binding(1) var<storage, read_write> strips: array<vec4f>;
@group(0) @binding(2) var<storage, read> places: array<vec4u>;

const NONE = 0xffffffffu;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let run = group.y * groups.x + group.x;
  let index = run * 64u + local;
  if (index >= arrayLength(&strips)) { return; }
  let column = run / STEPS * 64u + local;
  let steps = places[run % STEPS];
  // Loads are safe anywhere, and a value left unused is cheaper than a branch.
  let at = steps + column * COLUMN_STRIDE;
  let values = vec4f(weight[at.x], weight[at.y], weight[at.z], weight[at.w]);
  strips[index] = select(vec4f(), values, (steps != vec4u(NONE)) & vec4<bool>(column < COLUMNS));
}
