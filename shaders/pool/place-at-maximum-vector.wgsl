// Puts a value for each window at a pixel of it, in vectors of four channels, and adds what meets; see patches/sum-of-windows.wgsl.
//   binding 0  pixels  vec4u `[images, ROWS, COLUMNS, CHANNELS]`: see maximum-pixels.wgsl
//   binding 1  values  vec4f `[images, ROWS, COLUMNS, CHANNELS]`
//   binding 2  result  vec4f `[images, HEIGHT, WIDTH, CHANNELS]`
// @include patches/sum-of-windows.wgsl
alias Element = vec4f;
alias Word = vec4u;
@group(0) @binding(0) var<storage, read> pixels: array<Word>;
@group(0) @binding(1) var<storage, read> values: array<Element>;
@group(0) @binding(2) var<storage, read_write> result: array<Element>;

fn share(window: Place, tap_row: u32, tap_column: u32, pixel: Place, channel: u32) -> Element {
  let index = ((window.image * ROWS + window.row) * COLUMNS + window.column) * CHANNELS + channel;
  let here = Word((pixel.image * HEIGHT + pixel.row) * WIDTH + pixel.column);
  return select(Element(), values[index], pixels[index] == here);
}
