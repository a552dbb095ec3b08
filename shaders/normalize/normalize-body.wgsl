// Each row without its mean and in units of its spread, one row an invocation. The including file names the type `Element`;
// see row.wgsl.
//   binding 0  source  Element `[ROWS, COLUMNS]`
//   binding 1  result  Element `[ROWS, COLUMNS]`
// @include normalize/row.wgsl
@group(0) @binding(0) var<storage, read> source: array<Element>;
@group(0) @binding(1) var<storage, read_write> result: array<Element>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 64u + lane;
  if (index >= ROWS) { return; }
  let row = row_of(index);
  for (var at = row.first; at < row.end; at++) { result[at] = (source[at] - row.mean) * row.scale; }
}
