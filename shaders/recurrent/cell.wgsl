// Where the operands of a gated recurrent cell lie, four units of a case at a time. Units beyond the last are computed with others'
// numbers and stored nowhere.
//   binding 0  of_input  f32 `[cases, GATES · UNITS]`, what the input makes of the gates, before their functions
//   binding 1  of_state  f32 `[cases, GATES · UNITS]`, the same of the state
//   binding 2  before    f32 `[cases, KEPT · UNITS]`, the state
//   UNITS, GATES, KEPT
// @include lib/activation.wgsl
override UNITS: u32 = 1u;
override GATES: u32 = 1u;
override KEPT: u32 = 1u;
@group(0) @binding(0) var<storage, read> of_input: array<f32>;
@group(0) @binding(1) var<storage, read> of_state: array<f32>;
@group(0) @binding(2) var<storage, read> before: array<f32>;

// Four units of a case.
struct Place {
  // The first of them in the first gate, and in the first part of the state.
  gates: u32,
  state: u32,
  // How many of the four there are; none beyond the last case.
  count: u32,
}

fn place_of(invocation: u32) -> Place {
  let fours = (UNITS + 3u) / 4u;
  let row = invocation / fours;
  let unit = invocation % fours * 4u;
  let cases = arrayLength(&before) / (KEPT * UNITS);
  return Place(row * GATES * UNITS + unit, row * KEPT * UNITS + unit, select(0u, min(4u, UNITS - unit), row < cases));
}

fn input_at(first: u32) -> vec4f {
  return vec4f(of_input[first], of_input[first + 1u], of_input[first + 2u], of_input[first + 3u]);
}

fn state_at(first: u32) -> vec4f {
  return vec4f(of_state[first], of_state[first + 1u], of_state[first + 2u], of_state[first + 3u]);
}

fn before_at(first: u32) -> vec4f {
  return vec4f(before[first], before[first + 1u], before[first + 2u], before[first + 3u]);
}
