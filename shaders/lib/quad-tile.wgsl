// A tile of 64 rows by 32 columns of a product by one subgroup of four lanes; of 64 by 16 where the line `const WIDE` says 0.
// A lane owns eight (four) columns and loads a quarter of the rows. Rather than spread each row to all lanes, the lanes
// swap rows and add whichever they hold to their own columns, which is faster on SwiftShader.
//   the including shader binds `b`, strips of the columns of B̄ by matmul/pack-strips.wgsl
// Row `lane` of every four is in r0 of its Quad, rows `lane ^ 1` … `lane ^ 3` in r1 … r3.
// @include lib/quad-sums.wgsl
const WIDE = 1;

fn load_four(at: u32) -> mat4x4f {
  return mat4x4f(b[at], b[at + 1u], b[at + 2u], b[at + 3u]);
}

// c plus the product of four rows, of which the lane holds one over eight steps, and the panel.
fn accumulate(c: Quad, u: vec4f, v: vec4f, panel: Panel) -> Quad {
  let ux = quadSwapX(u);
  let vx = quadSwapX(v);
  let uy = quadSwapY(u);
  let vy = quadSwapY(v);
  let ud = quadSwapDiagonal(u);
  let vd = quadSwapDiagonal(v);
  let r0_0 = add(add(c.r0_0, u, panel.first_0), v, panel.second_0);
  let r1_0 = add(add(c.r1_0, ux, panel.first_0), vx, panel.second_0);
  let r2_0 = add(add(c.r2_0, uy, panel.first_0), vy, panel.second_0);
  let r3_0 = add(add(c.r3_0, ud, panel.first_0), vd, panel.second_0);
  if (WIDE == 0) { return Quad(r0_0, c.r0_1, r1_0, c.r1_1, r2_0, c.r2_1, r3_0, c.r3_1); }
  return Quad(
    r0_0, add(add(c.r0_1, u, panel.first_1), v, panel.second_1),
    r1_0, add(add(c.r1_1, ux, panel.first_1), vx, panel.second_1),
    r2_0, add(add(c.r2_1, uy, panel.first_1), vy, panel.second_1),
    r3_0, add(add(c.r3_1, ud, panel.first_1), vd, panel.second_1),
  );
}

// The lane's columns from the vec4 `column` of a strip on.
fn load_panel(column: u32) -> Panel {
  if (WIDE == 0) { return Panel(load_four(column), mat4x4f(), load_four(column + 64u), mat4x4f()); }
  return Panel(load_four(column), load_four(column + 16u), load_four(column + 64u), load_four(column + 80u));
}

// The positive part where it is asked for. Other activations take a kernel of their own: CPU adapters run all branches, and
// a pipeline for each would take long to compile. Not max(), which may turn a NaN into 0 and hide it.
fn rectified(value: vec4f, is_relu: bool) -> vec4f {
  return select(value, vec4f(), (value < vec4f()) & vec4<bool>(is_relu));
}

var<private> tile: array<Quad, 16>;

// Hands the tile whose first element is (row, column) to `store(i, j, vec4f)`, which the including shader defines.
fn store_tile(row: u32, column: u32, lane: u32) {
  for (var q = 0u; q < 16u; q++) {
    let quad = tile[q];
    let i = row + q * 4u;
    let j = column + lane * 4u;
    store(i + lane, j, quad.r0_0);
    store(i + (lane ^ 1u), j, quad.r1_0);
    store(i + (lane ^ 2u), j, quad.r2_0);
    store(i + (lane ^ 3u), j, quad.r3_0);
    if (WIDE == 1) {
      store(i + lane, j + 16u, quad.r0_1);
      store(i + (lane ^ 1u), j + 16u, quad.r1_1);
      store(i + (lane ^ 2u), j + 16u, quad.r2_1);
      store(i + (lane ^ 3u), j + 16u, quad.r3_1);
    }
  }
}
