// How an LSTM's next state moves when its operands move; see cell.wgsl for bindings 0 to 2 and overrides, cell-moves.wgsl for 3 to 5.
//   binding 6  result  f32 `[cases, 2 · UNITS]`
// @include recurrent/lstm-gates.wgsl
// @include recurrent/cell-moves.wgsl
@group(0) @binding(6) var<storage, read_write> result: array<f32>;

// How the sum of both preactivations of a gate moves.
fn move_of(gate: u32) -> vec4f {
  return input_move_at(gate) + state_move_at(gate);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let place = place_of((group.y * groups.x + group.x) * 64u + lane);
  if (place.count == 0u) { return; }
  let lstm = lstm_at(place);
  let input_move = (lstm.input - lstm.input * lstm.input) * move_of(place.gates);
  let forget_move = (lstm.forget - lstm.forget * lstm.forget) * move_of(place.gates + UNITS);
  let output_move = (lstm.output - lstm.output * lstm.output) * move_of(place.gates + 2u * UNITS);
  let candidate_move = (1.0 - lstm.candidate * lstm.candidate) * move_of(place.gates + 3u * UNITS);
  let kept_move = forget_move * lstm.memory_before + lstm.forget * before_move_at(place.state + UNITS);
  let memory_move = kept_move + input_move * lstm.candidate + lstm.input * candidate_move;
  let hidden_move = output_move * lstm.shown + lstm.output * (1.0 - lstm.shown * lstm.shown) * memory_move;
  for (var index = 0u; index < place.count; index++) {
    result[place.state + index] = hidden_move[index];
    result[place.state + UNITS + index] = memory_move[index];
  }
}
