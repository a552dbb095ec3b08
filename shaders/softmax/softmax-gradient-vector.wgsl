// result = y·(u − ⟨y, u⟩) for each row in vectors of four elements, one row an invocation: the Jacobian of softmax, which is symmetric, on u.
//   binding 0  y       vec4f `[ROWS, COLUMNS]`: the softmax
//   binding 1  u       vec4f `[ROWS, COLUMNS]`
//   binding 2  result  vec4f `[ROWS, COLUMNS]`
override ROWS: u32 = 1u;
override COLUMNS: u32 = 1u;
@group(0) @binding(0) var<storage, read> y: array<vec4f>;
@group(0) @binding(1) var<storage, read> u: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> result: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = (group.y * groups.x + group.x) * 64u + lane;
  if (row >= ROWS) { return; }
  let first = row * COLUMNS;
  let end = first + COLUMNS;
  var products = vec4f();
  for (var index = first; index < end; index++) { products += y[index] * u[index]; }
  let product = (products.x + products.z) + (products.y + products.w);
  for (var index = first; index < end; index++) { result[index] = y[index] * (u[index] - product); }
}
