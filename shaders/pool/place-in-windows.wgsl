// Puts a value for each window where it is largest, in elements; see place-in-windows-body.wgsl.
//   binding 0  images  f32 `[images, HEIGHT, WIDTH, CHANNELS]`
//   binding 1  values  f32 `[images, ROWS, COLUMNS, CHANNELS]`
//   binding 2  result  f32 `[images, HEIGHT, WIDTH, CHANNELS]`
// @include pool/place-in-windows-body.wgsl
alias Element = f32;
alias Word = u32;
@group(0) @binding(0) var<storage, read> images: array<Element>;
@group(0) @binding(1) var<storage, read> values: array<Element>;
@group(0) @binding(2) var<storage, read_write> result: array<Element>;
