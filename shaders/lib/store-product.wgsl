// Stores what a tile holds of C, whose rows are of any length.
//   the including shader binds `c`, f32 `[m, n]`, row-major, and `shape` with `m`, `n`, `scale` and `is_relu`
// Written out: four scalar stores one after the other are as fast as one of a vec4, a loop over them is not.
fn store(i: u32, j: u32, sums: vec4f) {
  if ((i >= shape.m) | (j >= shape.n)) { return; }
  let value = rectified(shape.scale * sums, shape.is_relu == 1u);
  let at = i * shape.n + j;
  let columns = shape.n - j;
  c[at] = value.x;
  if (columns > 1u) { c[at + 1u] = value.y; }
  if (columns > 2u) { c[at + 2u] = value.z; }
  if (columns > 3u) { c[at + 3u] = value.w; }
}
