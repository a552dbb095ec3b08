// Operands of the register-tiled matmuls: stored rows are whole vec4s, zero beyond an inner dimension they run along.
// The shader's lines `const TRANSPOSE_A`, `TRANSPOSE_B` say which way the operands lie.
//   binding 0  a      Ā as `[m, k]` or `[k, m]`, pitch a_row or a_column floats, a multiple of four
//   binding 1  b      B̄ as `[k, n]` or `[n, k]`, pitch b_row or b_column floats, a multiple of four
//   binding 2  c      f32 `[m, n]`, row-major
//   binding 3  shape  see MatmulShape
//   binding 4  bias   f32, the operand whose elements bias_start + j·bias_stride are added to column j
// @include lib/activation.wgsl
// @include lib/matmul-shape.wgsl
// @include lib/matmul-quad.wgsl
@group(0) @binding(0) var<storage, read> a: array<vec4f>;
@group(0) @binding(1) var<storage, read> b: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> c: array<f32>;
@group(0) @binding(3) var<storage, read> shape: MatmulShape;
@group(0) @binding(4) var<storage, read> bias: array<f32>;

// Columns `column`…`column + 3` at steps l…l + 3 of the inner dimension.
fn load_columns_of_b(l: u32, column: u32) -> mat4x4f {
  if (TRANSPOSE_B == 1) {
    let pitch = shape.b_column / 4u;
    let last = shape.n - 1u;
    return mat4x4f(
      b[min(column, last) * pitch + l / 4u],
      b[min(column + 1u, last) * pitch + l / 4u],
      b[min(column + 2u, last) * pitch + l / 4u],
      b[min(column + 3u, last) * pitch + l / 4u],
    );
  }
  return transpose(mat4x4f(
    load_row_of_b(l, column),
    load_row_of_b(l + 1u, column),
    load_row_of_b(l + 2u, column),
    load_row_of_b(l + 3u, column),
  ));
}

// Beyond the inner dimension B̄ counts as zero, so that Ā's padding meets no NaN.
fn load_row_of_b(l: u32, column: u32) -> vec4f {
  let pitch = shape.b_row / 4u;
  let values = b[min(l, shape.k - 1u) * pitch + min(column / 4u, pitch - 1u)];
  return select(vec4f(), values, l < shape.k);
}

// Rows of Ā: untransposed, four steps l…l + 3 of one row; transposed, four rows `row`…`row + 3` at one step l.
fn load_row_of_a(row: u32, l: u32) -> vec4f {
  return a[min(row, shape.m - 1u) * (shape.a_row / 4u) + l / 4u];
}

fn load_step_of_a(l: u32, row: u32) -> vec4f {
  let pitch = shape.a_column / 4u;
  let values = select(a[min(l, shape.k - 1u) * pitch + min(row / 4u, pitch - 1u)], vec4f(1.0, 0.0, 0.0, 0.0), row == shape.ones_row);
  return select(vec4f(), values, l < shape.k);
}

// Writes four columns of a row of C, guarding the edges.
fn store(row: u32, column: u32, value: vec4f) {
  if (row >= shape.m || column >= shape.n) { return; }
  var sum = value;
  if (shape.bias_start != NONE) {
    for (var e = 0u; e < 4u; e++) {
      sum[e] += bias[shape.bias_start + min(column + e, shape.n - 1u) * shape.bias_stride];
    }
  }
  let result = activate(ACTIVATION, shape.scale * sum);
  for (var e = 0u; e < 4u; e++) {
    if (column + e < shape.n) { c[row * shape.n + column + e] = result[e]; }
  }
}
