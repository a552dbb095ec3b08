// result = y·(u − ⟨y, u⟩) for each row, one row an invocation: the Jacobian of softmax, which is symmetric, on u. The
// including file names the type `Element` and defines `sum_of`.
//   binding 0  y       Element `[ROWS, COLUMNS]`: the softmax
//   binding 1  u       Element `[ROWS, COLUMNS]`
//   binding 2  result  Element `[ROWS, COLUMNS]`
override ROWS: u32 = 1u;
override COLUMNS: u32 = 1u;
@group(0) @binding(0) var<storage, read> y: array<Element>;
@group(0) @binding(1) var<storage, read> u: array<Element>;
@group(0) @binding(2) var<storage, read_write> result: array<Element>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = (group.y * groups.x + group.x) * 64u + lane;
  if (row >= ROWS) { return; }
  let first = row * COLUMNS;
  let end = first + COLUMNS;
  var products = Element();
  for (var index = first; index < end; index++) { products += y[index] * u[index]; }
  let product = sum_of(products);
  for (var index = first; index < end; index++) { result[index] = y[index] * (u[index] - product); }
}
