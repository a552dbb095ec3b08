enable subgroups;
// out = coefficients[0]·out + coefficients[1]·scale·X̄ᵀX̄ for adapters whose subgroups are exactly four lanes: a workgroup
// is one subgroup and makes a 32×32 tile of the upper triangle, like matmul/subgroup-4.wgsl.
//   bindings and sizes: see lib/gram-pitched.wgsl
// @include lib/gram-pitched.wgsl

// Four columns of X̄ as rows of X̄ᵀ, over rows l…l + 3 of X̄ of which each lane loads one.
fn load_four_rows(column: u32, l: u32, lane: u32) -> mat4x4f {
  let v = load_row(l + lane, column);
  return transpose(mat4x4f(quadBroadcast(v, 0u), quadBroadcast(v, 1u), quadBroadcast(v, 2u), quadBroadcast(v, 3u)));
}

@compute @workgroup_size(4)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(subgroup_invocation_id) lane: u32) {
  let tile = group.y * groups.x + group.x;
  if (tile >= shape.tiles) { return; }
  let row = tiles[tile].x * 32u;
  let column = tiles[tile].y * 32u + lane * 4u;
  var c0 = Quad();
  var c1 = Quad();
  var c2 = Quad();
  var c3 = Quad();
  var c4 = Quad();
  var c5 = Quad();
  var c6 = Quad();
  var c7 = Quad();
  for (var l = 0u; l < shape.rows; l += 4u) {
    let columns = Columns(load_columns(l, column), load_columns(l, column + 16u));
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
