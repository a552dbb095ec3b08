// Contracts two tensors with axes in any order: a tile of 4×4 elements an invocation, by scalar loads.
//   binding 0  a       f32
//   binding 1  b       f32
//   binding 2  result  f32
//   binding 3  shape   see contraction.wgsl; offsets count elements
// @include contract/contraction.wgsl
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;
@group(0) @binding(3) var<storage, read> shape: Contraction;

fn store(i: u32, j: u32, columns: vec4u, start: u32, value: vec4f) {
  if (i >= shape.m) { return; }
  let row = start + place_of_row(i).z;
  for (var e = 0u; e < 4u; e++) {
    if (j + e < shape.n) { result[row + columns[e]] = shape.scale * value[e]; }
  }
}

@compute @workgroup_size(16)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let tile = tile_of((group.y * groups.x + group.x) * 16u + lane, 4u);
  if (tile.batch >= shape.batches) { return; }
  let batch = place_of_batch(tile.batch);
  let rows = batch.x + vec4u(place_of_row(tile.i).x, place_of_row(tile.i + 1u).x, place_of_row(tile.i + 2u).x, place_of_row(tile.i + 3u).x);
  let j0 = place_of_column(tile.j);
  let j1 = place_of_column(tile.j + 1u);
  let j2 = place_of_column(tile.j + 2u);
  let j3 = place_of_column(tile.j + 3u);
  let columns = batch.y + vec4u(j0.y, j1.y, j2.y, j3.y);
  var c0 = vec4f();
  var c1 = vec4f();
  var c2 = vec4f();
  var c3 = vec4f();
  for (var l = 0u; l < shape.k; l++) {
    let step = place_of_step(l);
    let at = columns + step.y;
    let right = vec4f(b[at.x], b[at.y], b[at.z], b[at.w]);
    c0 = fma(vec4f(a[rows.x + step.x]), right, c0);
    c1 = fma(vec4f(a[rows.y + step.x]), right, c1);
    c2 = fma(vec4f(a[rows.z + step.x]), right, c2);
    c3 = fma(vec4f(a[rows.w + step.x]), right, c3);
  }
  let targets = vec4u(j0.z, j1.z, j2.z, j3.z);
  store(tile.i, tile.j, targets, batch.z, c0);
  store(tile.i + 1u, tile.j, targets, batch.z, c1);
  store(tile.i + 2u, tile.j, targets, batch.z, c2);
  store(tile.i + 3u, tile.j, targets, batch.z, c3);
}
