// Adds rows up in a table at their indices, each sum from the first row to the last. The including file names the type `Element`.
//   binding 0  rows    Element `[COUNT, COLUMNS]`
//   binding 1  chain   u32 `[COUNT + table rows]`: see chain.wgsl
//   binding 2  result  Element `[table rows, COLUMNS]`
override COUNT: u32 = 1u;
override COLUMNS: u32 = 1u;
@group(0) @binding(0) var<storage, read> rows: array<Element>;
@group(0) @binding(1) var<storage, read> chain: array<u32>;
@group(0) @binding(2) var<storage, read_write> result: array<Element>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 64u + lane;
  if (index >= arrayLength(&result)) { return; }
  let target_row = index / COLUMNS;
  let column = index - target_row * COLUMNS;
  var sum = Element();
  for (var row = chain[COUNT + target_row]; row < COUNT; row = chain[row]) { sum += rows[row * COLUMNS + column]; }
  result[index] = sum;
}
