enable subgroups;
// Convolutions whose rows are of any length; see convolve-body.wgsl.
//   binding 2  c  f32 `[m, n]`, row-major
// @include convolution/convolve-body.wgsl
@group(0) @binding(2) var<storage, read_write> c: array<f32>;

fn put(i: u32, j: u32, value: vec4f) {
  for (var e = 0u; e < 4u; e++) {
    if (j + e < shape.n) { c[i * shape.n + j + e] = value[e]; }
  }
}
