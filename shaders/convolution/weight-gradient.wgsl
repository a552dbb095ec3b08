enable subgroups;
// Sums over parts of the places of a window of P̄ᵀ · G, where a row of P̄ is what the window shows of images at a place, read
// from the images themselves, for adapters whose subgroups are exactly four lanes: a workgroup is one subgroup and makes a
// tile of 48 rows (16 · BLOCKS) by 32 columns (16 where the line `const WIDE` says 0). A lane owns eight (four) columns and loads a quarter
// of the rows; lanes swap rows like those of lib/quad-tile.wgsl, four at a time.
//   binding 0  images     vec4f `[images, height, width, vectors]`, see convolution/lay-out.wgsl
//   binding 1  gradients  vec4f `[m, n / 4]`, a row for each place
//   binding 2  sums       vec4f `[parts, rows, n / 4]`
//   binding 3  shape      see GradientShape
//   binding 4  taps       where each vec4 of a patch lies, from its first pixel on
//   binding 5  row_of     the row of the sums for each element of a patch; NONE where it is but padding of a vec4
// @include convolution/places.wgsl
// @include lib/quad-sums.wgsl
const WIDE = 1;
// Of sixteen rows, 3 or 1.
const BLOCKS = 3;
struct GradientShape {
  // Places, columns of G, rows of the sums.
  m: u32,
  n: u32,
  rows: u32,
  // Vec4s of a patch.
  vectors: u32,
  // Places of a part, a multiple of eight.
  span: u32,
  // The row that holds the column sums of G (the homogeneous coordinate), or NONE.
  ones_row: u32,
  scale: f32,
  geometry: Geometry,
}
@group(0) @binding(0) var<storage, read> images: array<vec4f>;
@group(0) @binding(1) var<storage, read> gradients: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> sums: array<vec4f>;
@group(0) @binding(3) var<storage, read> shape: GradientShape;
@group(0) @binding(4) var<storage, read> taps: array<u32>;
@group(0) @binding(5) var<storage, read> row_of: array<u32>;

const NONE = 0xffffffffu;

// Eight places: where their patches begin.
struct Places {
  first: vec4u,
  second: vec4u,
}

// Four rows over eight places: row r in column r of each matrix.
struct Rows {
  first: mat4x4f,
  second: mat4x4f,
}

// Four rows that lie `offset` behind the first vec4 of each patch.
fn load_rows(places: Places, offset: u32) -> Rows {
  let at = places.first + offset;
  let further = places.second + offset;
  return Rows(
    transpose(mat4x4f(images[at.x], images[at.y], images[at.z], images[at.w])),
    transpose(mat4x4f(images[further.x], images[further.y], images[further.z], images[further.w])),
  );
}

fn swap_x(rows: Rows) -> Rows {
  let a = rows.first;
  let b = rows.second;
  return Rows(
    mat4x4f(quadSwapX(a[0]), quadSwapX(a[1]), quadSwapX(a[2]), quadSwapX(a[3])),
    mat4x4f(quadSwapX(b[0]), quadSwapX(b[1]), quadSwapX(b[2]), quadSwapX(b[3])),
  );
}

fn swap_y(rows: Rows) -> Rows {
  let a = rows.first;
  let b = rows.second;
  return Rows(
    mat4x4f(quadSwapY(a[0]), quadSwapY(a[1]), quadSwapY(a[2]), quadSwapY(a[3])),
    mat4x4f(quadSwapY(b[0]), quadSwapY(b[1]), quadSwapY(b[2]), quadSwapY(b[3])),
  );
}

fn swap_diagonally(rows: Rows) -> Rows {
  let a = rows.first;
  let b = rows.second;
  return Rows(
    mat4x4f(quadSwapDiagonal(a[0]), quadSwapDiagonal(a[1]), quadSwapDiagonal(a[2]), quadSwapDiagonal(a[3])),
    mat4x4f(quadSwapDiagonal(b[0]), quadSwapDiagonal(b[1]), quadSwapDiagonal(b[2]), quadSwapDiagonal(b[3])),
  );
}

// Four columns at four places; what comes after the last place counts as zero.
fn load_columns(place: u32, column: u32, end: u32) -> mat4x4f {
  let vectors = shape.n / 4u;
  let at = place * vectors + min(column, vectors - 1u);
  return transpose(mat4x4f(
    select(vec4f(), gradients[at], place < end),
    select(vec4f(), gradients[at + vectors], place + 1u < end),
    select(vec4f(), gradients[at + 2u * vectors], place + 2u < end),
    select(vec4f(), gradients[at + 3u * vectors], place + 3u < end),
  ));
}

fn load_panel(place: u32, column: u32, end: u32) -> Panel {
  let first = load_columns(place, column, end);
  let second = load_columns(place + 4u, column, end);
  if (WIDE == 0) { return Panel(first, mat4x4f(), second, mat4x4f()); }
  return Panel(first, load_columns(place, column + 4u, end), second, load_columns(place + 4u, column + 4u, end));
}

fn add_rows(c: Quad, rows: Rows, panel: Panel) -> Quad {
  let u = rows.first;
  let v = rows.second;
  let r0_0 = add(add(c.r0_0, u[0], panel.first_0), v[0], panel.second_0);
  let r1_0 = add(add(c.r1_0, u[1], panel.first_0), v[1], panel.second_0);
  let r2_0 = add(add(c.r2_0, u[2], panel.first_0), v[2], panel.second_0);
  let r3_0 = add(add(c.r3_0, u[3], panel.first_0), v[3], panel.second_0);
  if (WIDE == 0) { return Quad(r0_0, c.r0_1, r1_0, c.r1_1, r2_0, c.r2_1, r3_0, c.r3_1); }
  return Quad(
    r0_0, add(add(c.r0_1, u[0], panel.first_1), v[0], panel.second_1),
    r1_0, add(add(c.r1_1, u[1], panel.first_1), v[1], panel.second_1),
    r2_0, add(add(c.r2_1, u[2], panel.first_1), v[2], panel.second_1),
    r3_0, add(add(c.r3_1, u[3], panel.first_1), v[3], panel.second_1),
  );
}

fn sum_of(columns: mat4x4f) -> vec4f {
  let ones = vec4f(1.0);
  return vec4f(dot(columns[0], ones), dot(columns[1], ones), dot(columns[2], ones), dot(columns[3], ones));
}

// Where the patch of a place begins; places beyond the last repeat it.
fn base_of(place: Place, index: u32) -> u32 {
  return select(0u, first_pixel(place, shape.geometry), index < shape.m);
}

fn store(part: u32, row: u32, column: u32, value: vec4f) {
  let vectors = shape.n / 4u;
  if ((row < shape.rows) & (column < vectors)) { sums[(part * shape.rows + row) * vectors + column] = shape.scale * value; }
}

var<private> tile: array<Quad, 12>;

@compute @workgroup_size(4)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(subgroup_invocation_id) lane: u32) {
  let width = select(4u, 8u, WIDE == 1);
  let index = group.y * groups.x + group.x;
  let tiles_across = (shape.n / 4u + width - 1u) / width;
  let tiles_down = (shape.vectors + 4u * BLOCKS - 1u) / (4u * BLOCKS);
  let part = index / (tiles_across * tiles_down);
  let first_vector = index / tiles_across % tiles_down * 4u * BLOCKS + lane;
  let column = index % tiles_across * width + lane;
  let begin = part * shape.span;
  if (begin >= shape.m) { return; }
  let end = min(begin + shape.span, shape.m);
  let last = shape.vectors - 1u;
  let offsets = vec3u(taps[min(first_vector, last)], taps[min(first_vector + 4u, last)], taps[min(first_vector + 8u, last)]);
  var c0_0 = Quad();
  var c0_1 = Quad();
  var c0_2 = Quad();
  var c0_3 = Quad();
  var c1_0 = Quad();
  var c1_1 = Quad();
  var c1_2 = Quad();
  var c1_3 = Quad();
  var c2_0 = Quad();
  var c2_1 = Quad();
  var c2_2 = Quad();
  var c2_3 = Quad();
  var total_0 = vec4f();
  var total_1 = vec4f();
  var place = place_of(begin, shape.geometry);
  for (var p = begin; p < end; p += 8u) {
    let place_1 = next(place, shape.geometry);
    let place_2 = next(place_1, shape.geometry);
    let place_3 = next(place_2, shape.geometry);
    let place_4 = next(place_3, shape.geometry);
    let place_5 = next(place_4, shape.geometry);
    let place_6 = next(place_5, shape.geometry);
    let place_7 = next(place_6, shape.geometry);
    let places = Places(
      vec4u(base_of(place, p), base_of(place_1, p + 1u), base_of(place_2, p + 2u), base_of(place_3, p + 3u)),
      vec4u(base_of(place_4, p + 4u), base_of(place_5, p + 5u), base_of(place_6, p + 6u), base_of(place_7, p + 7u)),
    );
    place = next(place_7, shape.geometry);
    let panel = load_panel(p, column, end);
    total_0 += sum_of(panel.first_0) + sum_of(panel.second_0);
    if (WIDE == 1) { total_1 += sum_of(panel.first_1) + sum_of(panel.second_1); }
    let rows_0 = load_rows(places, offsets[0]);
    c0_0 = add_rows(c0_0, rows_0, panel);
    c0_1 = add_rows(c0_1, swap_x(rows_0), panel);
    c0_2 = add_rows(c0_2, swap_y(rows_0), panel);
    c0_3 = add_rows(c0_3, swap_diagonally(rows_0), panel);
    if (BLOCKS > 1) {
      let rows_1 = load_rows(places, offsets[1]);
      c1_0 = add_rows(c1_0, rows_1, panel);
      c1_1 = add_rows(c1_1, swap_x(rows_1), panel);
      c1_2 = add_rows(c1_2, swap_y(rows_1), panel);
      c1_3 = add_rows(c1_3, swap_diagonally(rows_1), panel);
      let rows_2 = load_rows(places, offsets[2]);
      c2_0 = add_rows(c2_0, rows_2, panel);
      c2_1 = add_rows(c2_1, swap_x(rows_2), panel);
      c2_2 = add_rows(c2_2, swap_y(rows_2), panel);
      c2_3 = add_rows(c2_3, swap_diagonally(rows_2), panel);
    }
  }
  tile = array<Quad, 12>(c0_0, c0_1, c0_2, c0_3, c1_0, c1_1, c1_2, c1_3, c2_0, c2_1, c2_2, c2_3);
  for (var q = 0u; q < 4u * BLOCKS; q++) {
    let quad = tile[q];
    let vector = first_vector - lane + q / 4u * 4u + (lane ^ (q % 4u));
    let rows = vec4u(row_of[vector * 4u], row_of[vector * 4u + 1u], row_of[vector * 4u + 2u], row_of[vector * 4u + 3u]);
    store(part, rows.x, column, quad.r0_0);
    store(part, rows.y, column, quad.r1_0);
    store(part, rows.z, column, quad.r2_0);
    store(part, rows.w, column, quad.r3_0);
    if (WIDE == 1) {
      store(part, rows.x, column + 4u, quad.r0_1);
      store(part, rows.y, column + 4u, quad.r1_1);
      store(part, rows.z, column + 4u, quad.r2_1);
      store(part, rows.w, column + 4u, quad.r3_1);
    }
  }
  let ones_row = select(NONE, shape.ones_row, first_vector == lane);
  store(part, ones_row, column, total_0);
  if (WIDE == 1) { store(part, ones_row, column + 4u, total_1); }
}
