// Puts a value for each window where it is largest, and zeros everywhere else of it, for windows that cover an image once:
// each element is written by its own window. The including file names the types `Element` and `Word` and binds `images`,
// `values` and `result`. Entry points: `main`, one channel of a window an invocation; `runs`, all channels of a window.
//   IF_POSITIVE  1 where a maximum that is not positive gets zero: the derivative of a relu before the pool
// @include pool/maximum.wgsl

override IF_POSITIVE: u32 = 0u;

fn place(window: Place, index: u32, channel: u32) {
  let largest = maximum_of(window, channel);
  var value = values[index * CHANNELS + channel];
  if (IF_POSITIVE == 1u) { value = select(Element(), value, largest.value > Element()); }
  for (var tap_row = 0u; tap_row < KERNEL_ROWS; tap_row++) {
    for (var tap_column = 0u; tap_column < KERNEL_COLUMNS; tap_column++) {
      let pixel = (window.image * HEIGHT + window.row * STRIDE_Y + tap_row) * WIDTH + window.column * STRIDE_X + tap_column;
      result[pixel * CHANNELS + channel] = select(Element(), value, largest.pixel == Word(pixel));
    }
  }
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&values)) { return; }
  let window = index / CHANNELS;
  place(place_of(window, ROWS, COLUMNS), window, index % CHANNELS);
}

@compute @workgroup_size(64)
fn runs(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let window = (group.y * groups.x + group.x) * 64u + lane;
  if (window * CHANNELS >= arrayLength(&values)) { return; }
  let place_of_window = place_of(window, ROWS, COLUMNS);
  for (var channel = 0u; channel < CHANNELS; channel++) { place(place_of_window, window, channel); }
}
