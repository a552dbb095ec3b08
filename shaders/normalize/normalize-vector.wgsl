// Each row without its mean and in units of its spread, in vectors of four columns, one row an invocation; see row.wgsl.
//   binding 0  source  vec4f `[ROWS, COLUMNS]`
//   binding 1  result  vec4f `[ROWS, COLUMNS]`
// @include normalize/row.wgsl
alias Element = vec4f;
@group(0) @binding(0) var<storage, read> source: array<Element>;
@group(0) @binding(1) var<storage, read_write> result: array<Element>;

fn across(lanes: Element) -> f32 {
  return (lanes.x + lanes.z) + (lanes.y + lanes.w);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 64u + lane;
  if (index >= ROWS) { return; }
  let row = row_of(index);
  for (var at = row.first; at < row.end; at++) { result[at] = (source[at] - row.mean) * row.scale; }
}
