// The operand and the result of the register-tiled gram products.
//   binding 0  x             f32 `[rows, pitch]`, pitch a multiple of four; values beyond `columns` go nowhere, but when
//                            size = columns + 1, column `columns` counts as ones
//   binding 1  coefficients  f32 `[2]`
//   binding 2  out           f32 `[size, size]`; its content is not looked at when coefficients[0] is 0, nor changed when
//                            coefficients[1] is 0, whatever X̄ holds
//   binding 3  shape         see GramShape
//   binding 4  tiles         row and column of the tiles of the upper triangle, in tiles
// @include lib/gram-shape.wgsl
// @include lib/matmul-quad.wgsl
@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read> coefficients: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;
@group(0) @binding(3) var<storage, read> shape: GramShape;
@group(0) @binding(4) var<storage, read> tiles: array<vec2u>;

// Columns `column`…`column + 3` of one row of X̄; zero below its last row.
fn load_row(row: u32, column: u32) -> vec4f {
  let vectors = shape.pitch / 4u;
  let stored = x[min(row, shape.rows - 1u) * vectors + min(column / 4u, vectors - 1u)];
  let values = select(stored, vec4f(1.0, 0.0, 0.0, 0.0), column == shape.pitch);
  return select(vec4f(), values, row < shape.rows);
}

// Four columns of X̄ over four rows.
fn load_columns(row: u32, column: u32) -> mat4x4f {
  return transpose(mat4x4f(
    load_row(row, column),
    load_row(row + 1u, column),
    load_row(row + 2u, column),
    load_row(row + 3u, column),
  ));
}

// Averages elements (i, j…j + 3) into the upper triangle and mirrors them; those below the diagonal are left to others.
fn store(i: u32, j: u32, value: vec4f) {
  let keep = coefficients[0];
  let add = coefficients[1] * shape.scale;
  for (var e = 0u; e < 4u; e++) {
    let column = j + e;
    if (i <= column && column < shape.size) {
      var result = add * value[e];
      if (keep != 0.0) { result += keep * out[i * shape.size + column]; }
      out[i * shape.size + column] = result;
      out[column * shape.size + i] = result;
    }
  }
}
