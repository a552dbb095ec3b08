// The windows of images, in vectors of four channels; see patches-body.wgsl.
//   binding 0  images  vec4f `[images, HEIGHT, WIDTH, CHANNELS]`
//   binding 1  result  vec4f `[images, ROWS, COLUMNS, KERNEL_ROWS, KERNEL_COLUMNS, CHANNELS]`
// @include patches/patches-body.wgsl
alias Element = vec4f;
@group(0) @binding(0) var<storage, read> images: array<Element>;
@group(0) @binding(1) var<storage, read_write> result: array<Element>;
