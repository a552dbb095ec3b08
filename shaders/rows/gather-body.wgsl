// Rows of a table by their indices. The including file names the type `Element`.
//   binding 0  table    Element `[rows, COLUMNS]`
//   binding 1  indices  u32 `[count]`
//   binding 2  result   Element `[count, COLUMNS]`; zeros for an index beyond the table
override ROWS: u32 = 1u;
override COLUMNS: u32 = 1u;
@group(0) @binding(0) var<storage, read> table: array<Element>;
@group(0) @binding(1) var<storage, read> indices: array<u32>;
@group(0) @binding(2) var<storage, read_write> result: array<Element>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&result)) { return; }
  let row = index / COLUMNS;
  let source = indices[row];
  result[index] = select(Element(), table[source * COLUMNS + index - row * COLUMNS], source < ROWS);
}
