enable subgroups;
// Convolutions whose rows are whole vec4s; see convolve-body.wgsl.
//   binding 2  c  vec4f `[m, n / 4]`, row-major
// @include convolution/convolve-body.wgsl
@group(0) @binding(2) var<storage, read_write> c: array<vec4f>;

fn put(i: u32, j: u32, value: vec4f) {
  c[(i * shape.n + j) / 4u] = value;
}
