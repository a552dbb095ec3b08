// Takes from other images where each window is largest, in elements; see maximum.wgsl and places.wgsl.
//   binding 0  images  f32 `[images, HEIGHT, WIDTH, CHANNELS]`
//   binding 1  values  f32 `[images, HEIGHT, WIDTH, CHANNELS]`
//   binding 2  result  f32 `[images, ROWS, COLUMNS, CHANNELS]`
// @include pool/places.wgsl
alias Element = f32;
alias Word = u32;
@group(0) @binding(0) var<storage, read> images: array<Element>;
@group(0) @binding(1) var<storage, read> values: array<Element>;
@group(0) @binding(2) var<storage, read_write> result: array<Element>;

fn result_of(window: Place, channel: u32) -> Element {
  return values[maximum_of(window, channel).pixel * CHANNELS + channel];
}
