// How a GRU's next state moves when its operands move; see cell.wgsl for bindings 0 to 2 and overrides, cell-moves.wgsl for 3 to 5.
//   binding 6  result  f32 `[cases, UNITS]`
// @include recurrent/gru-gates.wgsl
// @include recurrent/cell-moves.wgsl
@group(0) @binding(6) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let place = place_of((group.y * groups.x + group.x) * 64u + lane);
  if (place.count == 0u) { return; }
  let gru = gru_at(place);
  let gates = place.gates;
  let reset_move = (gru.reset - gru.reset * gru.reset) * (input_move_at(gates) + state_move_at(gates));
  let update_move = (gru.update - gru.update * gru.update) * (input_move_at(gates + UNITS) + state_move_at(gates + UNITS));
  let sum_move = input_move_at(gates + 2u * UNITS) + reset_move * gru.recurrent + gru.reset * state_move_at(gates + 2u * UNITS);
  let candidate_move = (1.0 - gru.candidate * gru.candidate) * sum_move;
  let straight = candidate_move * (1.0 - gru.update) + gru.update * before_move_at(place.state);
  let next_move = straight + update_move * (gru.before - gru.candidate);
  for (var index = 0u; index < place.count; index++) { result[place.state + index] = next_move[index]; }
}
