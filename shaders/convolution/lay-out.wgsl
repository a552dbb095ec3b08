// Lays out images of any number of channels: a pixel holds what a row of the window shows that begins there, in whole vec4s,
// so that few channels do not leave these mostly empty; see lay-out-body.wgsl.
//   binding 0  images  f32 `[images, SOURCE_HEIGHT, SOURCE_WIDTH, CHANNELS]`
//   binding 1  result  vec4f `[images, HEIGHT, WIDTH, VECTORS]`
//   TAPS               pixels in a row of the window
// @include convolution/lay-out-body.wgsl
override TAPS: u32 = 1u;
@group(0) @binding(0) var<storage, read> images: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<vec4f>;

fn element_at(image: u32, y: u32, x: u32, index: u32) -> f32 {
  let tap = index / CHANNELS;
  let pixel = pixel_at(image, y, x + tap);
  return select(0.0, images[pixel * CHANNELS + index - tap * CHANNELS], (pixel != PADDING) & (tap < TAPS));
}

fn vector_at(image: u32, y: u32, x: u32, vector: u32) -> vec4f {
  let index = vector * 4u;
  return vec4f(
    element_at(image, y, x, index),
    element_at(image, y, x, index + 1u),
    element_at(image, y, x, index + 2u),
    element_at(image, y, x, index + 3u),
  );
}
