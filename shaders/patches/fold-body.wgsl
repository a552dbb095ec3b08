// What a patch gives back to a pixel: the transpose of patches-body.wgsl. The including file names the type `Element` and
// binds `patches` and `result`; see sum-of-windows.wgsl.
// @include patches/sum-of-windows.wgsl

fn share(window: Place, tap_row: u32, tap_column: u32, pixel: Place, channel: u32) -> Element {
  let index = (window.image * ROWS + window.row) * COLUMNS + window.column;
  return patches[((index * KERNEL_ROWS + tap_row) * KERNEL_COLUMNS + tap_column) * CHANNELS + channel];
}
