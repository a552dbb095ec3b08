// result = (v − mean v − y·mean(v∘y)) / σ for each row, one row an invocation: the Jacobian of the normalized y, which is
// symmetric, on v. The including file names the type `Element`; see row.wgsl.
//   binding 0  source  Element `[ROWS, COLUMNS]`
//   binding 1  v       Element `[ROWS, COLUMNS]`
//   binding 2  result  Element `[ROWS, COLUMNS]`
// @include normalize/row.wgsl
@group(0) @binding(0) var<storage, read> source: array<Element>;
@group(0) @binding(1) var<storage, read> v: array<Element>;
@group(0) @binding(2) var<storage, read_write> result: array<Element>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 64u + lane;
  if (index >= ROWS) { return; }
  let row = row_of(index);
  var sum = Element();
  var products = Element();
  for (var at = row.first; at < row.end; at++) {
    sum += v[at];
    products += v[at] * (source[at] - row.mean);
  }
  let mean = sum_of(sum) / COUNT;
  let slope = sum_of(products) / COUNT * row.scale * row.scale;
  for (var at = row.first; at < row.end; at++) {
    result[at] = (v[at] - mean - (source[at] - row.mean) * slope) * row.scale;
  }
}
