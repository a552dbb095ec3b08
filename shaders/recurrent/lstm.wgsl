// The next state of an LSTM: hidden units o ∘ tanh(c) and memory c = f ∘ c + i ∘ g; see cell.wgsl for bindings 0 to 2 and overrides.
//   binding 3  result  f32 `[cases, 2 · UNITS]`
// @include recurrent/lstm-gates.wgsl
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let place = place_of((group.y * groups.x + group.x) * 64u + lane);
  if (place.count == 0u) { return; }
  let lstm = lstm_at(place);
  let hidden = lstm.output * lstm.shown;
  for (var index = 0u; index < place.count; index++) {
    result[place.state + index] = hidden[index];
    result[place.state + UNITS + index] = lstm.memory[index];
  }
}
