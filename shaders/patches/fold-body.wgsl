// Adds windows up into images where they overlap: the transpose of patches-body.wgsl. The including file names the type
// `Element` and binds `patches` and `result`. Entry points: `main`, one element an invocation; `runs`, one pixel.
// @include patches/geometry.wgsl

// Sum over the windows that hold a pixel. A window's place and the tap at which it holds the pixel together make its
// distance from the edge of the padding: the next place back holds it STRIDE taps on.
fn fold(pixel: Place, channel: u32) -> Element {
  let y = pixel.row * DILATION_Y + TOP;
  let x = pixel.column * DILATION_X + LEFT;
  var sum = Element();
  var row = y / STRIDE_Y;
  for (var tap_row = y % STRIDE_Y; tap_row < KERNEL_ROWS; tap_row += STRIDE_Y) {
    var column = x / STRIDE_X;
    for (var tap_column = x % STRIDE_X; tap_column < KERNEL_COLUMNS; tap_column += STRIDE_X) {
      // Unsigned: what comes before the first place is far behind the last.
      let window = (pixel.image * ROWS + row) * COLUMNS + column;
      let value = patches[((window * KERNEL_ROWS + tap_row) * KERNEL_COLUMNS + tap_column) * CHANNELS + channel];
      sum += select(Element(), value, (row < ROWS) & (column < COLUMNS));
      column--;
    }
    row--;
  }
  return sum;
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&result)) { return; }
  result[index] = fold(place_of(index / CHANNELS, HEIGHT, WIDTH), index % CHANNELS);
}

@compute @workgroup_size(64)
fn runs(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let pixel = (group.y * groups.x + group.x) * 64u + lane;
  let first = pixel * CHANNELS;
  if (first >= arrayLength(&result)) { return; }
  let place = place_of(pixel, HEIGHT, WIDTH);
  for (var channel = 0u; channel < CHANNELS; channel++) { result[first + channel] = fold(place, channel); }
}
