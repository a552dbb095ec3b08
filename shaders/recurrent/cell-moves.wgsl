// Tangents of a gated recurrent cell's operands, as they lie; see cell.wgsl.
//   binding 3  input_moves   f32 `[cases, GATES · UNITS]`, of of_input
//   binding 4  state_moves   f32 `[cases, GATES · UNITS]`, of of_state
//   binding 5  before_moves  f32 `[cases, KEPT · UNITS]`, of before
@group(0) @binding(3) var<storage, read> input_moves: array<f32>;
@group(0) @binding(4) var<storage, read> state_moves: array<f32>;
@group(0) @binding(5) var<storage, read> before_moves: array<f32>;

fn input_move_at(first: u32) -> vec4f {
  return vec4f(input_moves[first], input_moves[first + 1u], input_moves[first + 2u], input_moves[first + 3u]);
}

fn state_move_at(first: u32) -> vec4f {
  return vec4f(state_moves[first], state_moves[first + 1u], state_moves[first + 2u], state_moves[first + 3u]);
}

fn before_move_at(first: u32) -> vec4f {
  return vec4f(before_moves[first], before_moves[first + 1u], before_moves[first + 2u], before_moves[first + 3u]);
}
