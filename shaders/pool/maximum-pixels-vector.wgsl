// The pixel at which each window is largest, in vectors of four channels; see maximum.wgsl and places.wgsl.
//   binding 0  images  vec4f `[images, HEIGHT, WIDTH, CHANNELS]`
//   binding 1  result  vec4u `[images, ROWS, COLUMNS, CHANNELS]`
// @include pool/places.wgsl
alias Element = vec4f;
alias Word = vec4u;
@group(0) @binding(0) var<storage, read> images: array<Element>;
@group(0) @binding(1) var<storage, read_write> result: array<Word>;

fn result_of(window: Place, channel: u32) -> Word {
  return maximum_of(window, channel).pixel;
}
