enable subgroups;
// C = activation(scale · Ā · B̄) for adapters whose subgroups are exactly four lanes: a workgroup is one subgroup and
// makes a 32×32 tile. A lane owns eight columns and loads a quarter of the rows' elements, which the others take over by
// quadBroadcast: nothing is loaded twice and there are no barriers.
//   bindings and sizes: see lib/matmul-pitched.wgsl
//   const TRANSPOSE_A, TRANSPOSE_B: 1 when the operand is stored as `[k, m]`, `[n, k]`
// @include lib/matmul-pitched.wgsl
const TRANSPOSE_A = 0;
const TRANSPOSE_B = 0;

// Row r of the result is lane r's row.
fn spread(v: vec4f) -> mat4x4f {
  return mat4x4f(quadBroadcast(v, 0u), quadBroadcast(v, 1u), quadBroadcast(v, 2u), quadBroadcast(v, 3u));
}

// Four rows from `row` over steps l…l + 3, the same in all lanes.
fn load_four_rows(row: u32, l: u32, lane: u32) -> mat4x4f {
  if (TRANSPOSE_A == 1) { return transpose(spread(load_step_of_a(l + lane, row))); }
  return spread(load_row_of_a(row + lane, l));
}

@compute @workgroup_size(4)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(subgroup_invocation_id) lane: u32) {
  let tile = group.y * groups.x + group.x;
  let tiles_across = (shape.n + 31u) / 32u;
  let row = tile / tiles_across * 32u;
  let column = tile % tiles_across * 32u + lane * 4u;
  if (row >= shape.m) { return; }
  var c0 = Quad();
  var c1 = Quad();
  var c2 = Quad();
  var c3 = Quad();
  var c4 = Quad();
  var c5 = Quad();
  var c6 = Quad();
  var c7 = Quad();
  for (var l = 0u; l < shape.k; l += 4u) {
    let columns = Columns(load_columns_of_b(l, column), load_columns_of_b(l, column + 16u));
    c0 = accumulate(c0, load_four_rows(row, l, lane), columns);
    c1 = accumulate(c1, load_four_rows(row + 4u, l, lane), columns);
    c2 = accumulate(c2, load_four_rows(row + 8u, l, lane), columns);
    c3 = accumulate(c3, load_four_rows(row + 12u, l, lane), columns);
    c4 = accumulate(c4, load_four_rows(row + 16u, l, lane), columns);
    c5 = accumulate(c5, load_four_rows(row + 20u, l, lane), columns);
    c6 = accumulate(c6, load_four_rows(row + 24u, l, lane), columns);
    c7 = accumulate(c7, load_four_rows(row + 28u, l, lane), columns);
  }
  var quads = array<Quad, 8>(c0, c1, c2, c3, c4, c5, c6, c7);
  for (var q = 0u; q < 8u; q++) {
    let quad = quads[q];
    var rows = array<vec4f, 8>(quad.r0_0, quad.r0_1, quad.r1_0, quad.r1_1, quad.r2_0, quad.r2_1, quad.r3_0, quad.r3_1);
    for (var r = 0u; r < 8u; r++) {
      store(row + q * 4u + r / 2u, column + r % 2u * 16u, rows[r]);
    }
  }
}
