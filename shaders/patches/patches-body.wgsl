// Lays out what the window shows at each place. The including file names the type `Element` and binds `images` and
// `result`. Entry points: `main`, one element an invocation, for GPUs, whose neighbours should write to neighbouring
// memory; `runs`, one window an invocation, for CPUs, where divisions are dear.
// @include patches/geometry.wgsl

// The pixel that a tap of the window meets; PADDING where that is a zero.
const PADDING = 0xffffffffu;

fn pixel_at(place: Place, tap_row: u32, tap_column: u32) -> u32 {
  // Unsigned: what lies before the image is far behind it.
  let y = place.row * STRIDE_Y + tap_row - TOP;
  let x = place.column * STRIDE_X + tap_column - LEFT;
  let row = y / DILATION_Y;
  let column = x / DILATION_X;
  let inside = (row < HEIGHT) & (column < WIDTH) & (row * DILATION_Y == y) & (column * DILATION_X == x);
  return select(PADDING, (place.image * HEIGHT + row) * WIDTH + column, inside);
}

// Loads are safe anywhere, and a value left unused is cheaper than a branch.
fn element_at(pixel: u32, channel: u32) -> Element {
  return select(Element(), images[pixel * CHANNELS + channel], pixel != PADDING);
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&result)) { return; }
  let tap = index / CHANNELS;
  let window = tap / (KERNEL_ROWS * KERNEL_COLUMNS);
  let pixel = pixel_at(place_of(window, ROWS, COLUMNS), tap / KERNEL_COLUMNS % KERNEL_ROWS, tap % KERNEL_COLUMNS);
  result[index] = element_at(pixel, index % CHANNELS);
}

@compute @workgroup_size(64)
fn runs(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let window = (group.y * groups.x + group.x) * 64u + lane;
  var next = window * KERNEL_ROWS * KERNEL_COLUMNS * CHANNELS;
  if (next >= arrayLength(&result)) { return; }
  let place = place_of(window, ROWS, COLUMNS);
  for (var tap_row = 0u; tap_row < KERNEL_ROWS; tap_row++) {
    for (var tap_column = 0u; tap_column < KERNEL_COLUMNS; tap_column++) {
      let pixel = pixel_at(place, tap_row, tap_column);
      for (var channel = 0u; channel < CHANNELS; channel++) {
        result[next] = element_at(pixel, channel);
        next++;
      }
    }
  }
}
