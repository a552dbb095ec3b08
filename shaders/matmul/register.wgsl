// C = activation(scale · Ā · B̄) for CPU adapters without four-lane subgroups: an invocation makes 16×8 elements in
// registers, eight of them side by side a tile of 16×64. Rows of Ā lie at the same address for the whole workgroup.
//   bindings and sizes: see lib/matmul-pitched.wgsl
//   const TRANSPOSE_A, TRANSPOSE_B: 1 when the operand is stored as `[k, m]`, `[n, k]`
// @include lib/matmul-pitched.wgsl
const TRANSPOSE_A = 0;
const TRANSPOSE_B = 0;

// Four rows from `row` over steps l…l + 3.
fn load_four_rows(row: u32, l: u32) -> mat4x4f {
  if (TRANSPOSE_A == 1) {
    return transpose(mat4x4f(load_step_of_a(l, row), load_step_of_a(l + 1u, row), load_step_of_a(l + 2u, row), load_step_of_a(l + 3u, row)));
  }
  return mat4x4f(load_row_of_a(row, l), load_row_of_a(row + 1u, l), load_row_of_a(row + 2u, l), load_row_of_a(row + 3u, l));
}

@compute @workgroup_size(8)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let tile = group.y * groups.x + group.x;
  let tiles_across = (shape.n + 63u) / 64u;
  let row = tile / tiles_across * 16u;
  let column = tile % tiles_across * 64u + lane * 4u;
  if (row >= shape.m) { return; }
  var c0 = Quad();
  var c1 = Quad();
  var c2 = Quad();
  var c3 = Quad();
  for (var l = 0u; l < shape.k; l += 4u) {
    let columns = Columns(load_columns_of_b(l, column), load_columns_of_b(l, column + 32u));
    c0 = accumulate(c0, load_four_rows(row, l), columns);
    c1 = accumulate(c1, load_four_rows(row + 4u, l), columns);
    c2 = accumulate(c2, load_four_rows(row + 8u, l), columns);
    c3 = accumulate(c3, load_four_rows(row + 12u, l), columns);
  }
  var quads = array<Quad, 4>(c0, c1, c2, c3);
  for (var q = 0u; q < 4u; q++) {
    let quad = quads[q];
    var rows = array<vec4f, 8>(quad.r0_0, quad.r0_1, quad.r1_0, quad.r1_1, quad.r2_0, quad.r2_1, quad.r3_0, quad.r3_1);
    for (var r = 0u; r < 8u; r++) {
      store(row + q * 4u + r / 2u, column + r % 2u * 32u, rows[r]);
    }
  }
}
