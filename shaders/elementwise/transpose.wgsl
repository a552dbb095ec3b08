// result = sourceᵀ.
//   binding 0  source  f32 `[COLUMNS, ROWS]`
//   binding 1  result  f32 `[ROWS, COLUMNS]`
override ROWS: u32 = 1u;
override COLUMNS: u32 = 1u;
@group(0) @binding(0) var<storage, read> source: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&result)) { return; }
  result[index] = source[index % COLUMNS * ROWS + index / COLUMNS];
}
