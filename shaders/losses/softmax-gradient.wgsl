// p − onehot(label) of each row.
// 0: outputs f32 [rows, COLUMNS]; 1: labels u32 [rows]; 2: gradient f32 [rows, COLUMNS]. Overrides: see row.wgsl.
// @include losses/softmax-row.wgsl
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read_write> gradient: array<f32>;

@compute @workgroup_size(LANES, ROWS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_id) local: vec3u,
) {
  let row = row_of(group, groups, local);
  let largest = largest_output(row);
  let sum = sum_of_exponentials(row, largest);
  if (row.start >= arrayLength(&gradient)) { return; }
  let label = labels[row.index];
  for (var column = row.lane; column < COLUMNS; column += LANES) {
    let index = row.start + column;
    gradient[index] = exp(outputs[index] - largest) / sum - select(0.0, 1.0, column == label);
  }
}
