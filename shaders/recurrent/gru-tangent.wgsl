// How a GRU's next state moves when its operands move; see gru-cell.wgsl for bindings 0 to 2 and UNITS.
//   binding 3  input_moves   f32 `[cases, 3 · UNITS]`, tangents of of_input
//   binding 4  state_moves   f32 `[cases, 3 · UNITS]`, of of_state
//   binding 5  before_moves  f32 `[cases, UNITS]`, of before
//   binding 6  result        f32 `[cases, UNITS]`
// @include recurrent/gru-cell.wgsl
@group(0) @binding(3) var<storage, read> input_moves: array<f32>;
@group(0) @binding(4) var<storage, read> state_moves: array<f32>;
@group(0) @binding(5) var<storage, read> before_moves: array<f32>;
@group(0) @binding(6) var<storage, read_write> result: array<f32>;

fn input_move_at(first: u32) -> vec4f {
  return vec4f(input_moves[first], input_moves[first + 1u], input_moves[first + 2u], input_moves[first + 3u]);
}

fn state_move_at(first: u32) -> vec4f {
  return vec4f(state_moves[first], state_moves[first + 1u], state_moves[first + 2u], state_moves[first + 3u]);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let place = place_of((group.y * groups.x + group.x) * 64u + lane);
  if (place.count == 0u) { return; }
  let cell = cell_at(place);
  let first = place.state;
  let before_move = vec4f(before_moves[first], before_moves[first + 1u], before_moves[first + 2u], before_moves[first + 3u]);
  let reset_move = (cell.reset - cell.reset * cell.reset) * (input_move_at(place.gates) + state_move_at(place.gates));
  let update_move = (cell.update - cell.update * cell.update) * (input_move_at(place.gates + UNITS) + state_move_at(place.gates + UNITS));
  let sum_move = input_move_at(place.gates + 2u * UNITS) + reset_move * cell.recurrent + cell.reset * state_move_at(place.gates + 2u * UNITS);
  let candidate_move = (1.0 - cell.candidate * cell.candidate) * sum_move;
  let next_move =
    candidate_move * (1.0 - cell.update) + update_move * (cell.before - cell.candidate) + cell.update * before_move;
  for (var index = 0u; index < place.count; index++) { result[first + index] = next_move[index]; }
}
