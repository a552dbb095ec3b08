// Adds up windows where they overlap, in elements; see fold-body.wgsl.
//   binding 0  patches  f32 `[images, ROWS, COLUMNS, KERNEL_ROWS, KERNEL_COLUMNS, CHANNELS]`
//   binding 1  result   f32 `[images, HEIGHT, WIDTH, CHANNELS]`
// @include patches/fold-body.wgsl
alias Element = f32;
@group(0) @binding(0) var<storage, read> patches: array<Element>;
@group(0) @binding(1) var<storage, read_write> result: array<Element>;
