// Softmax of each row in vectors of four elements, one row an invocation; the largest element of the row is subtracted first, so that nothing
// overflows.
//   binding 0  source  vec4f `[ROWS, COLUMNS]`
//   binding 1  result  vec4f `[ROWS, COLUMNS]`
//   LOGARITHM  give the logarithm of the softmax
override ROWS: u32 = 1u;
override COLUMNS: u32 = 1u;
override LOGARITHM: bool = false;
@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> result: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = (group.y * groups.x + group.x) * 64u + lane;
  if (row >= ROWS) { return; }
  let first = row * COLUMNS;
  let end = first + COLUMNS;
  var peaks = source[first];
  for (var index = first + 1u; index < end; index++) { peaks = max(peaks, source[index]); }
  let peak = max(max(peaks.x, peaks.y), max(peaks.z, peaks.w));
  var sums = vec4f();
  for (var index = first; index < end; index++) {
    let term = exp(source[index] - peak);
    if (!LOGARITHM) { result[index] = term; }
    sums += term;
  }
  let total = (sums.x + sums.z) + (sums.y + sums.w);
  if (LOGARITHM) {
    let shift = peak + log(total);
    for (var index = first; index < end; index++) { result[index] = source[index] - shift; }
  } else {
    for (var index = first; index < end; index++) { result[index] /= total; }
  }
}
