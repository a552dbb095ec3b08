// The largest element of a window, in each channel. The including file names the types `Element` and `Word` (of as many
// components) and binds `images`.
// @include patches/geometry.wgsl

struct Maximum {
  value: Element,
  // The pixel it stands in, of all images; the first one of equals.
  pixel: Word,
}

// Padding takes no part; every window holds a pixel.
fn maximum_of(window: Place, channel: u32) -> Maximum {
  let y = window.row * STRIDE_Y;
  let x = window.column * STRIDE_X;
  let first_column = max(x, LEFT) - LEFT;
  let end_row = min(y + KERNEL_ROWS, HEIGHT + TOP) - TOP;
  let end_column = min(x + KERNEL_COLUMNS, WIDTH + LEFT) - LEFT;
  var best = Maximum();
  var is_first = true;
  for (var row = max(y, TOP) - TOP; row < end_row; row++) {
    for (var column = first_column; column < end_column; column++) {
      let pixel = (window.image * HEIGHT + row) * WIDTH + column;
      let value = images[pixel * CHANNELS + channel];
      // Not max(), which may turn a NaN into a number and hide it.
      let is_nan = (bitcast<Word>(value) & Word(0x7fffffffu)) > Word(0x7f800000u);
      let wins = (value > best.value) | is_nan | (Word(u32(is_first)) > Word(0u));
      best = Maximum(select(best.value, value, wins), select(best.pixel, Word(pixel), wins));
      is_first = false;
    }
  }
  return best;
}
