// Contracts two tensors whose fastest axes are whole vec4s of rows of a, columns of b or steps of the sum, where those of
// the result are columns: a tile of 8×8 elements an invocation, four steps at a time.
//   binding 0  a       vec4f
//   binding 1  b       vec4f
//   binding 2  result  vec4f
//   binding 3  shape   see contraction.wgsl; offsets count vec4s
//   const A_BY_STEPS, B_BY_STEPS: 1 when a vec4 of the operand is four steps, 0 when it is four rows, or columns
// @include contract/contraction.wgsl
// @include lib/matmul-quad.wgsl
const A_BY_STEPS = 1;
const B_BY_STEPS = 1;
@group(0) @binding(0) var<storage, read> a: array<vec4f>;
@group(0) @binding(1) var<storage, read> b: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> result: array<vec4f>;
@group(0) @binding(3) var<storage, read> shape: Contraction;

// Offsets of four steps in both operands.
struct Steps {
  a: vec4u,
  b: vec4u,
  // Which of them there are. One beyond the last counts as zero on both sides, so that it meets no NaN.
  inside: vec4<bool>,
}

fn steps_from(l: u32) -> Steps {
  let first = place_of_step(l);
  if (A_BY_STEPS == 1 && B_BY_STEPS == 1) { return Steps(vec4u(first.x), vec4u(first.y), vec4<bool>(true)); }
  let indices = vec4u(l, l + 1u, l + 2u, l + 3u);
  let last = shape.k - 1u;
  let second = place_of_step(min(indices.y, last));
  let third = place_of_step(min(indices.z, last));
  let fourth = place_of_step(min(indices.w, last));
  return Steps(vec4u(first.x, second.x, third.x, fourth.x), vec4u(first.y, second.y, third.y, fourth.y), indices <= vec4u(last));
}

fn load_rows(rows: vec4u, steps: Steps) -> mat4x4f {
  if (A_BY_STEPS == 1) {
    let at = rows + steps.a.x;
    return mat4x4f(a[at.x], a[at.y], a[at.z], a[at.w]);
  }
  let at = rows.x + steps.a;
  return transpose(masked(mat4x4f(a[at.x], a[at.y], a[at.z], a[at.w]), steps.inside));
}

fn load_columns(columns: vec4u, steps: Steps) -> mat4x4f {
  if (B_BY_STEPS == 1) {
    let at = columns + steps.b.x;
    return mat4x4f(b[at.x], b[at.y], b[at.z], b[at.w]);
  }
  let at = columns.x + steps.b;
  return transpose(masked(mat4x4f(b[at.x], b[at.y], b[at.z], b[at.w]), steps.inside));
}

fn masked(values: mat4x4f, inside: vec4<bool>) -> mat4x4f {
  return mat4x4f(
    values[0],
    select(vec4f(), values[1], inside.y),
    select(vec4f(), values[2], inside.z),
    select(vec4f(), values[3], inside.w),
  );
}

fn rows_from(start: u32, i: u32) -> vec4u {
  return start + vec4u(place_of_row(i).x, place_of_row(i + 1u).x, place_of_row(i + 2u).x, place_of_row(i + 3u).x);
}

fn columns_from(start: u32, j: u32) -> vec4u {
  return start + vec4u(place_of_column(j).y, place_of_column(j + 1u).y, place_of_column(j + 2u).y, place_of_column(j + 3u).y);
}

@compute @workgroup_size(16)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let tile = tile_of((group.y * groups.x + group.x) * 16u + lane, 8u);
  if (tile.batch >= shape.batches) { return; }
  let batch = place_of_batch(tile.batch);
  let rows_0 = rows_from(batch.x, tile.i);
  let rows_1 = rows_from(batch.x, tile.i + 4u);
  let columns_0 = columns_from(batch.y, tile.j);
  let columns_1 = columns_from(batch.y, tile.j + 4u);
  var c0 = Quad();
  var c1 = Quad();
  for (var l = 0u; l < shape.k; l += 4u) {
    let steps = steps_from(l);
    let columns = Columns(load_columns(columns_0, steps), load_columns(columns_1, steps));
    c0 = accumulate(c0, load_rows(rows_0, steps), columns);
    c1 = accumulate(c1, load_rows(rows_1, steps), columns);
  }
  let low = batch.z + place_of_column(tile.j).z;
  let high = batch.z + place_of_column(tile.j + 4u).z;
  let has_high = tile.j + 4u < shape.n;
  var lows = array<vec4f, 8>(c0.r0_0, c0.r1_0, c0.r2_0, c0.r3_0, c1.r0_0, c1.r1_0, c1.r2_0, c1.r3_0);
  var highs = array<vec4f, 8>(c0.r0_1, c0.r1_1, c0.r2_1, c0.r3_1, c1.r0_1, c1.r1_1, c1.r2_1, c1.r3_1);
  for (var r = 0u; r < min(8u, shape.m - tile.i); r++) {
    let row = place_of_row(tile.i + r).z;
    result[row + low] = shape.scale * lows[r];
    if (has_high) { result[row + high] = shape.scale * highs[r]; }
  }
}
