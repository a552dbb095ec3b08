// Softmax of each row, one row an invocation; the largest element of the row is subtracted first, so that nothing
// overflows. The including file names the type `Element` and defines `sum_of` and `largest_of`.
//   binding 0  source  Element `[ROWS, COLUMNS]`
//   binding 1  result  Element `[ROWS, COLUMNS]`
//   LOGARITHM  give the logarithm of the softmax
override ROWS: u32 = 1u;
override COLUMNS: u32 = 1u;
override LOGARITHM: bool = false;
@group(0) @binding(0) var<storage, read> source: array<Element>;
@group(0) @binding(1) var<storage, read_write> result: array<Element>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = (group.y * groups.x + group.x) * 64u + lane;
  if (row >= ROWS) { return; }
  let first = row * COLUMNS;
  let end = first + COLUMNS;
  var peaks = source[first];
  for (var index = first + 1u; index < end; index++) { peaks = max(peaks, source[index]); }
  let peak = largest_of(peaks);
  var sums = Element();
  for (var index = first; index < end; index++) {
    let term = exp(source[index] - peak);
    if (!LOGARITHM) { result[index] = term; }
    sums += term;
  }
  let total = sum_of(sums);
  if (LOGARITHM) {
    let shift = peak + log(total);
    for (var index = first; index < end; index++) { result[index] = source[index] - shift; }
  } else {
    for (var index = first; index < end; index++) { result[index] /= total; }
  }
}
