// Register tiles of four rows by eight columns, fed with four steps of the inner dimension at a time.

// Four rows of C: columns 0…3 of row r in `rR_0`, columns 4…7 in `rR_1`.
struct Quad {
  r0_0: vec4f, r0_1: vec4f,
  r1_0: vec4f, r1_1: vec4f,
  r2_0: vec4f, r2_1: vec4f,
  r3_0: vec4f, r3_1: vec4f,
}

// Eight columns of B̄, each over four steps of the inner dimension, as the columns of two matrices.
struct Columns {
  low: mat4x4f,
  high: mat4x4f,
}

// Dot products keep one sum in a register, where vec4 fma would store and reload four.
fn dots(row: vec4f, columns: mat4x4f) -> vec4f {
  return vec4f(dot(row, columns[0]), dot(row, columns[1]), dot(row, columns[2]), dot(row, columns[3]));
}

// c + rows·columns, where `rows[r]` is row r of Ā over the same four steps.
fn accumulate(c: Quad, rows: mat4x4f, columns: Columns) -> Quad {
  return Quad(
    c.r0_0 + dots(rows[0], columns.low), c.r0_1 + dots(rows[0], columns.high),
    c.r1_0 + dots(rows[1], columns.low), c.r1_1 + dots(rows[1], columns.high),
    c.r2_0 + dots(rows[2], columns.low), c.r2_1 + dots(rows[2], columns.high),
    c.r3_0 + dots(rows[3], columns.low), c.r3_1 + dots(rows[3], columns.high),
  );
}
