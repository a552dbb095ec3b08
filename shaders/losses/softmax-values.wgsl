// Cross entropy log Σ exp(z_j) − z_label of each row, and whether the largest output is the label's.
// 0: outputs f32 [rows, COLUMNS]; 1: labels u32 [rows]; 2: results f32 [rows]. Overrides: see row.wgsl.
// @include losses/softmax-row.wgsl
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read_write> results: array<f32>;

@compute @workgroup_size(LANES, ROWS)
fn cross_entropy(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_id) local: vec3u,
) {
  let row = row_of(group, groups, local);
  let largest = largest_output(row);
  let sum = sum_of_exponentials(row, largest);
  if (row.index < arrayLength(&results) && row.lane == 0u) {
    results[row.index] = log(sum) + (largest - outputs[row.start + labels[row.index]]);
  }
}

// 1 where the first of the largest outputs is at the label, else 0; a row with NaN is not right.
@compute @workgroup_size(LANES, ROWS)
fn accuracy(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_id) local: vec3u,
) {
  let row = row_of(group, groups, local);
  let largest = largest_output(row);
  var first = COLUMNS;
  for (var column = row.lane; column < COLUMNS; column += LANES) {
    if (outputs[row.start + column] == largest) {
      first = min(first, column);
    }
  }
  // Column numbers are exact in f32 below 2²⁴.
  let predicted = u32(-row_max(row, -f32(first)));
  if (row.index < arrayLength(&results) && row.lane == 0u) {
    results[row.index] = select(0.0, 1.0, predicted == labels[row.index]);
  }
}
