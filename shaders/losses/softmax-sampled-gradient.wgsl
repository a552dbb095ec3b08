// p − onehot(y) of each row, with y drawn from p by inverting its cumulative sum.
// 0: outputs f32 [rows, COLUMNS]; 1: counter u32 [2] (step, seed); 2: gradient f32 [rows, COLUMNS].
// Overrides: PURPOSE of the draws; see row.wgsl.
// @include losses/softmax-row.wgsl
// @include lib/random.wgsl
override PURPOSE: u32 = 0u;

@group(0) @binding(1) var<storage, read> counter: array<u32, 2>;
@group(0) @binding(2) var<storage, read_write> gradient: array<f32>;

// Each lane has a run of neighbouring columns. The class is drawn by the one lane whose run contains the threshold, and
// rounding cannot make it two or none: all lanes compute the ends of the runs by the same additions.
@compute @workgroup_size(LANES, ROWS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_id) local: vec3u,
) {
  let row = row_of(group, groups, local);
  let largest = largest_output(row);
  let run = (COLUMNS + LANES - 1u) / LANES;
  let first = min(row.lane * run, COLUMNS);
  let end = min(first + run, COLUMNS);
  var mass = 0.0;
  for (var column = first; column < end; column += 1u) {
    mass += exp(outputs[row.start + column] - largest);
  }
  var before = 0.0;
  var total = mass;
  var last_with_mass = row.lane;
  if (LANES > 1u) {
    shares[row.slot] = mass;
    workgroupBarrier();
    total = 0.0;
    for (var lane = 0u; lane < LANES; lane += 1u) {
      if (lane == row.lane) { before = total; }
      let share = shares[row.slot - row.lane + lane];
      if (share > 0.0) { last_with_mass = lane; }
      total += share;
    }
  }
  if (row.start >= arrayLength(&gradient)) { return; }

  let threshold = random_uniform(counter[1], counter[0], PURPOSE, row.index) * total;
  var drawn = COLUMNS;
  // The last lane with any mass also takes what rounds up to the total.
  if (mass > 0.0 && before <= threshold && (threshold < before + mass || row.lane == last_with_mass)) {
    var cumulative = before;
    for (var column = first; column < end && cumulative <= threshold; column += 1u) {
      let exponential = exp(outputs[row.start + column] - largest);
      cumulative += exponential;
      if (exponential > 0.0) { drawn = column; }
    }
  }
  for (var column = first; column < end; column += 1u) {
    let index = row.start + column;
    gradient[index] = exp(outputs[index] - largest) / total - select(0.0, 1.0, column == drawn);
  }
}
