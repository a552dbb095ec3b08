// The windows of images, in elements; see patches-body.wgsl.
//   binding 0  images  f32 `[images, HEIGHT, WIDTH, CHANNELS]`
//   binding 1  result  f32 `[images, ROWS, COLUMNS, KERNEL_ROWS, KERNEL_COLUMNS, CHANNELS]`
// @include patches/patches-body.wgsl
alias Element = f32;
@group(0) @binding(0) var<storage, read> images: array<Element>;
@group(0) @binding(1) var<storage, read_write> result: array<Element>;
