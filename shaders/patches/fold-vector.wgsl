// Adds up windows where they overlap, in vectors of four channels; see fold-body.wgsl.
//   binding 0  patches  vec4f `[images, ROWS, COLUMNS, KERNEL_ROWS, KERNEL_COLUMNS, CHANNELS]`
//   binding 1  result   vec4f `[images, HEIGHT, WIDTH, CHANNELS]`
// @include patches/fold-body.wgsl
alias Element = vec4f;
@group(0) @binding(0) var<storage, read> patches: array<Element>;
@group(0) @binding(1) var<storage, read_write> result: array<Element>;
