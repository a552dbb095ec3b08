// out = coefficients[0]·out + coefficients[1]·scale·X̄ᵀX̄ for CPU adapters without four-lane subgroups: an invocation makes
// 16×8 elements in registers, eight of them a tile of 16×64 that touches the upper triangle, like matmul/register.wgsl.
//   bindings and sizes: see lib/gram-pitched.wgsl
// @include lib/gram-pitched.wgsl

@compute @workgroup_size(8)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let tile = group.y * groups.x + group.x;
  if (tile >= shape.tiles || coefficients[1] == 0.0) { return; }
  let row = tiles[tile].x * 16u;
  let column = tiles[tile].y * 64u + lane * 4u;
  var c0 = Quad();
  var c1 = Quad();
  var c2 = Quad();
  var c3 = Quad();
  for (var l = 0u; l < shape.rows; l += 4u) {
    let columns = Columns(load_columns(l, column), load_columns(l, column + 32u));
    c0 = accumulate(c0, load_columns(l, row), columns);
    c1 = accumulate(c1, load_columns(l, row + 4u), columns);
    c2 = accumulate(c2, load_columns(l, row + 8u), columns);
    c3 = accumulate(c3, load_columns(l, row + 12u), columns);
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
