// Lays out images whose channels are whole vec4s; see lay-out-body.wgsl.
//   binding 0  images  vec4f `[images, SOURCE_HEIGHT, SOURCE_WIDTH, VECTORS]`
//   binding 1  result  vec4f `[images, HEIGHT, WIDTH, VECTORS]`
// @include convolution/lay-out-body.wgsl
@group(0) @binding(0) var<storage, read> images: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> result: array<vec4f>;

// Loads are safe anywhere, and a value left unused is cheaper than a branch.
fn vector_at(image: u32, y: u32, x: u32, vector: u32) -> vec4f {
  let pixel = pixel_at(image, y, x);
  return select(vec4f(), images[pixel * VECTORS + vector], pixel != PADDING);
}
