// Moves a run of rows between arrays of shape `[outer, rows, inner]` that differ in their number of rows: a slice when
// the source has more, padding with zeros when the result has more. Elements are words of any type.
//   binding 0  source  u32 `[outer, SOURCE_ROWS, INNER]`
//   binding 1  result  u32 `[outer, RESULT_ROWS, INNER]`
//   SHIFT  row of the source that becomes row 0 of the result; negative when padding comes first
override SOURCE_ROWS: u32 = 1u;
override RESULT_ROWS: u32 = 1u;
override INNER: u32 = 1u;
override SHIFT: i32 = 0;
@group(0) @binding(0) var<storage, read> source: array<u32>;
@group(0) @binding(1) var<storage, read_write> result: array<u32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&result)) { return; }
  let row = i32(index / INNER % RESULT_ROWS) + SHIFT;
  var value = 0u;
  if (row >= 0 && row < i32(SOURCE_ROWS)) {
    value = source[(index / (INNER * RESULT_ROWS) * SOURCE_ROWS + u32(row)) * INNER + index % INNER];
  }
  result[index] = value;
}
