// Sums of products that a lane of a four-lane subgroup keeps: of four rows and its own columns, over eight steps at a time.
// Which rows those are is the including shader's business.

// Four rows by the lane's columns: the first four columns in `rR_0`, the others in `rR_1`.
struct Quad {
  r0_0: vec4f, r0_1: vec4f,
  r1_0: vec4f, r1_1: vec4f,
  r2_0: vec4f, r2_1: vec4f,
  r3_0: vec4f, r3_1: vec4f,
}

// The lane's eight columns over eight steps of the inner dimension.
struct Panel {
  first_0: mat4x4f, first_1: mat4x4f,
  second_0: mat4x4f, second_1: mat4x4f,
}

// Dot products keep one sum in a register where a product of vectors would keep four in memory, and compile in two thirds of
// the time that chains of fma take on SwiftShader.
fn add(sums: vec4f, row: vec4f, columns: mat4x4f) -> vec4f {
  return sums + vec4f(dot(row, columns[0]), dot(row, columns[1]), dot(row, columns[2]), dot(row, columns[3]));
}
