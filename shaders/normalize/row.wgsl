// Mean and spread of a row, by two passes, so that a large mean costs no digits. The including file names the type `Element`,
// defines `sum_of` and binds `source`.
//   ROWS, COLUMNS  columns count vec4s in the kernels on vectors
//   COUNT          elements of a row
//   EPSILON        added to the variance
override ROWS: u32 = 1u;
override COLUMNS: u32 = 1u;
override COUNT: f32 = 1.0;
override EPSILON: f32 = 0.0;

struct Row {
  first: u32,
  end: u32,
  mean: f32,
  // 1 / √(variance + EPSILON)
  scale: f32,
}

fn row_of(row: u32) -> Row {
  let first = row * COLUMNS;
  let end = first + COLUMNS;
  var sum = Element();
  for (var index = first; index < end; index++) { sum += source[index]; }
  let mean = sum_of(sum) / COUNT;
  var squares = Element();
  for (var index = first; index < end; index++) {
    let centred = source[index] - mean;
    squares += centred * centred;
  }
  return Row(first, end, mean, 1.0 / sqrt(sum_of(squares) / COUNT + EPSILON));
}
