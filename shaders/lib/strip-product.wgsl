// A tile of 64 rows by 32 columns of a product of operands packed by matmul/pack-strips.wgsl, by one subgroup of four
// lanes. A lane owns eight columns and loads a quarter of the rows. Rather than spread each row to all lanes, the lanes
// swap rows and add whichever they hold to their own columns, which is faster on SwiftShader.
//   the including shader binds `a` and `b`, the strips of both operands

// Four rows of the tile: r0 is row `lane` of the four, r1 … r3 rows `lane ^ 1` … `lane ^ 3`, the first four
// of the lane's columns in `rR_0`, the others in `rR_1`.
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

fn load_four(at: u32) -> mat4x4f {
  return mat4x4f(b[at], b[at + 1u], b[at + 2u], b[at + 3u]);
}

// Chained multiply-adds: one sum stays in a register where a product of vectors would keep four in memory.
fn chain(sum: f32, row: vec4f, column: vec4f) -> f32 {
  return fma(row.w, column.w, fma(row.z, column.z, fma(row.y, column.y, fma(row.x, column.x, sum))));
}

fn add(sums: vec4f, row: vec4f, columns: mat4x4f) -> vec4f {
  return vec4f(
    chain(sums.x, row, columns[0]),
    chain(sums.y, row, columns[1]),
    chain(sums.z, row, columns[2]),
    chain(sums.w, row, columns[3]),
  );
}

// c plus the product of four rows, of which the lane's lies at `at`, and the panel.
fn accumulate(c: Quad, at: u32, panel: Panel) -> Quad {
  let u = a[at];
  let v = a[at + 64u];
  let ux = quadSwapX(u);
  let vx = quadSwapX(v);
  let uy = quadSwapY(u);
  let vy = quadSwapY(v);
  let ud = quadSwapDiagonal(u);
  let vd = quadSwapDiagonal(v);
  return Quad(
    add(add(c.r0_0, u, panel.first_0), v, panel.second_0), add(add(c.r0_1, u, panel.first_1), v, panel.second_1),
    add(add(c.r1_0, ux, panel.first_0), vx, panel.second_0), add(add(c.r1_1, ux, panel.first_1), vx, panel.second_1),
    add(add(c.r2_0, uy, panel.first_0), vy, panel.second_0), add(add(c.r2_1, uy, panel.first_1), vy, panel.second_1),
    add(add(c.r3_0, ud, panel.first_0), vd, panel.second_0), add(add(c.r3_1, ud, panel.first_1), vd, panel.second_1),
  );
}

var<private> tile: array<Quad, 16>;

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
    let panel = Panel(load_four(column), load_four(column + 16u), load_four(column + 64u), load_four(column + 80u));
    c0 = accumulate(c0, row, panel);
    c1 = accumulate(c1, row + 4u, panel);
    c2 = accumulate(c2, row + 8u, panel);
    c3 = accumulate(c3, row + 12u, panel);
    c4 = accumulate(c4, row + 16u, panel);
    c5 = accumulate(c5, row + 20u, panel);
    c6 = accumulate(c6, row + 24u, panel);
    c7 = accumulate(c7, row + 28u, panel);
    c8 = accumulate(c8, row + 32u, panel);
    c9 = accumulate(c9, row + 36u, panel);
    c10 = accumulate(c10, row + 40u, panel);
    c11 = accumulate(c11, row + 44u, panel);
    c12 = accumulate(c12, row + 48u, panel);
    c13 = accumulate(c13, row + 52u, panel);
    c14 = accumulate(c14, row + 56u, panel);
    c15 = accumulate(c15, row + 60u, panel);
    row += 128u;
    column += 128u;
  }
  tile = array<Quad, 16>(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15);
}

// Hands the tile whose first element is (row, column) to `store(i, j, vec4f)`, which the including shader defines.
fn store_tile(row: u32, column: u32, lane: u32) {
  for (var q = 0u; q < 16u; q++) {
    let quad = tile[q];
    var rows = array<vec4f, 8>(quad.r0_0, quad.r0_1, quad.r1_0, quad.r1_1, quad.r2_0, quad.r2_1, quad.r3_0, quad.r3_1);
    for (var r = 0u; r < 8u; r++) {
      store(row + q * 4u + (lane ^ (r / 2u)), column + lane * 4u + r % 2u * 16u, rows[r]);
    }
  }
}
