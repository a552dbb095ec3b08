// Puts a value for each window at a pixel of it, in elements, and adds what meets; see patches/sum-of-windows.wgsl.
//   binding 0  pixels  u32 `[images, ROWS, COLUMNS, CHANNELS]`: see maximum-pixels.wgsl
//   binding 1  values  f32 `[images, ROWS, COLUMNS, CHANNELS]`
//   binding 2  result  f32 `[images, HEIGHT, WIDTH, CHANNELS]`
// @include patches/sum-of-windows.wgsl
alias Element = f32;
alias Word = u32;
@group(0) @binding(0) var<storage, read> pixels: array<Word>;
@group(0) @binding(1) var<storage, read> values: array<Element>;
@group(0) @binding(2) var<storage, read_write> result: array<Element>;

fn share(window: Place, tap_row: u32, tap_column: u32, pixel: Place, channel: u32) -> Element {
  let index = ((window.image * ROWS + window.row) * COLUMNS + window.column) * CHANNELS + channel;
  let here = Word((pixel.image * HEIGHT + pixel.row) * WIDTH + pixel.column);
  return select(Element(), values[index], pixels[index] == here);
}
