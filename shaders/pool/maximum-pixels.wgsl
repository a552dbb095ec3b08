// The pixel at which each window is largest, in elements; see maximum.wgsl and places.wgsl.
//   binding 0  images  f32 `[images, HEIGHT, WIDTH, CHANNELS]`
//   binding 1  result  u32 `[images, ROWS, COLUMNS, CHANNELS]`
// @include pool/places.wgsl
alias Element = f32;
alias Word = u32;
@group(0) @binding(0) var<storage, read> images: array<Element>;
@group(0) @binding(1) var<storage, read_write> result: array<Word>;

fn result_of(window: Place, channel: u32) -> Word {
  return maximum_of(window, channel).pixel;
}
