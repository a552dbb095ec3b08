// The Fisher of a softmax, F_R = diag(p) − ppᵀ = B Bᵀ: the product F_R v and a column √p_c (e_c − p) of B, of each row.
// `product`        0: outputs f32 [rows, COLUMNS]; 1: vector f32 [rows, COLUMNS]; 2: result f32 [rows, COLUMNS].
// `factor_column`  0: outputs f32 [rows, COLUMNS]; 1: chosen u32 [1], the column c; 2: result f32 [rows, COLUMNS].
// Overrides: see row.wgsl.
// @include losses/softmax-row.wgsl
@group(0) @binding(1) var<storage, read> vector: array<f32>;
@group(0) @binding(1) var<storage, read> chosen: array<u32, 1>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(LANES, ROWS)
fn product(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_id) local: vec3u,
) {
  let row = row_of(group, groups, local);
  let largest = largest_output(row);
  let sum = sum_of_exponentials(row, largest);
  var share = 0.0;
  for (var column = row.lane; column < COLUMNS; column += LANES) {
    let index = row.start + column;
    share += exp(outputs[index] - largest) / sum * vector[index];
  }
  let mean = row_sum(row, share);
  if (row.start >= arrayLength(&result)) { return; }
  for (var column = row.lane; column < COLUMNS; column += LANES) {
    let index = row.start + column;
    result[index] = exp(outputs[index] - largest) / sum * (vector[index] - mean);
  }
}

@compute @workgroup_size(LANES, ROWS)
fn factor_column(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_id) local: vec3u,
) {
  let row = row_of(group, groups, local);
  let largest = largest_output(row);
  let sum = sum_of_exponentials(row, largest);
  if (row.start >= arrayLength(&result)) { return; }
  // √p_c by half the exponent: p_c may be too small for f32 where its root is not.
  let root = exp(0.5 * (outputs[row.start + chosen[0]] - largest)) / sqrt(sum);
  for (var column = row.lane; column < COLUMNS; column += LANES) {
    let index = row.start + column;
    result[index] = root * (select(0.0, 1.0, column == chosen[0]) - exp(outputs[index] - largest) / sum);
  }
}
