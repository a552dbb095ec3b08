// A tile of 64 rows by 32 columns of a product of operands packed by matmul/pack-strips.wgsl, by one subgroup of four lanes.
//   the including shader binds `a` and `b`, the strips of both operands
// @include lib/quad-tile.wgsl

// Puts the tile together whose strips of Ā and B̄ start at the vec4s `at_a` and `at_b`.
fn multiply(at_a: u32, at_b: u32, steps: u32, lane: u32) {
  var c0 = Quad();
  var c1 = Quad();
  var c2 = Quad();
  var c3 = Quad();
  var c4 = Quad();
  var c5 = Quad();
  var c6 = Quad();
  var c7 = Quad();
  var c8 = Quad();
  var c9 = Quad();
  var c10 = Quad();
  var c11 = Quad();
  var c12 = Quad();
  var c13 = Quad();
  var c14 = Quad();
  var c15 = Quad();
  var row = at_a + lane;
  var column = at_b + lane * 4u;
  for (var step = 0u; step < steps; step += 2u) {
    let panel = load_panel(column);
    c0 = accumulate(c0, a[row], a[row + 64u], panel);
    c1 = accumulate(c1, a[row + 4u], a[row + 68u], panel);
    c2 = accumulate(c2, a[row + 8u], a[row + 72u], panel);
    c3 = accumulate(c3, a[row + 12u], a[row + 76u], panel);
    c4 = accumulate(c4, a[row + 16u], a[row + 80u], panel);
    c5 = accumulate(c5, a[row + 20u], a[row + 84u], panel);
    c6 = accumulate(c6, a[row + 24u], a[row + 88u], panel);
    c7 = accumulate(c7, a[row + 28u], a[row + 92u], panel);
    c8 = accumulate(c8, a[row + 32u], a[row + 96u], panel);
    c9 = accumulate(c9, a[row + 36u], a[row + 100u], panel);
    c10 = accumulate(c10, a[row + 40u], a[row + 104u], panel);
    c11 = accumulate(c11, a[row + 44u], a[row + 108u], panel);
    c12 = accumulate(c12, a[row + 48u], a[row + 112u], panel);
    c13 = accumulate(c13, a[row + 52u], a[row + 116u], panel);
    c14 = accumulate(c14, a[row + 56u], a[row + 120u], panel);
    c15 = accumulate(c15, a[row + 60u], a[row + 124u], panel);
    row += 128u;
    column += 128u;
  }
  tile = array<Quad, 16>(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15);
}
