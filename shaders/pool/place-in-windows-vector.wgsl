// Puts a value for each window where it is largest, in vectors of four channels; see place-in-windows-body.wgsl.
//   binding 0  images  vec4f `[images, HEIGHT, WIDTH, CHANNELS]`
//   binding 1  values  vec4f `[images, ROWS, COLUMNS, CHANNELS]`
//   binding 2  result  vec4f `[images, HEIGHT, WIDTH, CHANNELS]`
// @include pool/place-in-windows-body.wgsl
alias Element = vec4f;
alias Word = vec4u;
@group(0) @binding(0) var<storage, read> images: array<Element>;
@group(0) @binding(1) var<storage, read> values: array<Element>;
@group(0) @binding(2) var<storage, read_write> result: array<Element>;
