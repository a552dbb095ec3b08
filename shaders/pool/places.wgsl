// One result for each place of a window. The including file names the types `Element` and `Word`, binds `images` and
// `result` and defines `result_of(window: Place, channel: u32)`. Entry points: `main`, one element an invocation;
// `runs`, all channels of a place.
// @include pool/maximum.wgsl

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&result)) { return; }
  result[index] = result_of(place_of(index / CHANNELS, ROWS, COLUMNS), index % CHANNELS);
}

@compute @workgroup_size(64)
fn runs(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let window = (group.y * groups.x + group.x) * 64u + lane;
  let first = window * CHANNELS;
  if (first >= arrayLength(&result)) { return; }
  let place = place_of(window, ROWS, COLUMNS);
  for (var channel = 0u; channel < CHANNELS; channel++) { result[first + channel] = result_of(place, channel); }
}
