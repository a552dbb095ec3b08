// The softmax of a row: p_i = exp(z_i − max z) / Σ exp(z_j − max z); no exponent is positive, and the sum is at least 1.
// 0: outputs f32 [rows, COLUMNS]. Reads past the last row are clamped, and their results are not used.
// @include losses/row.wgsl
@group(0) @binding(0) var<storage, read> outputs: array<f32>;

fn largest_output(row: Row) -> f32 {
  var largest = LOWEST;
  for (var column = row.lane; column < COLUMNS; column += LANES) {
    largest = max(largest, outputs[row.start + column]);
  }
  return row_max(row, largest);
}

fn sum_of_exponentials(row: Row, largest: f32) -> f32 {
  var sum = 0.0;
  for (var column = row.lane; column < COLUMNS; column += LANES) {
    sum += exp(outputs[row.start + column] - largest);
  }
  return row_sum(row, sum);
}
