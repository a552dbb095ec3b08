// The gates of a GRU, of four units of a case at a time. Units beyond the last are computed with others' numbers and stored nowhere.
//   binding 0  of_input  f32 `[cases, 3 · UNITS]`, what the input makes of reset gate, update gate and candidate, before their functions
//   binding 1  of_state  f32 `[cases, 3 · UNITS]`, the same of the state
//   binding 2  before    f32 `[cases, UNITS]`, the state
//   UNITS
// @include lib/activation.wgsl
override UNITS: u32 = 1u;
@group(0) @binding(0) var<storage, read> of_input: array<f32>;
@group(0) @binding(1) var<storage, read> of_state: array<f32>;
@group(0) @binding(2) var<storage, read> before: array<f32>;

// Four units of a case.
struct Place {
  // The first of them in rows of UNITS, and of 3 · UNITS.
  state: u32,
  gates: u32,
  // How many of the four there are; none beyond the last case.
  count: u32,
}

struct Cell {
  reset: vec4f,
  update: vec4f,
  candidate: vec4f,
  // What the state makes of the candidate before it is reset.
  recurrent: vec4f,
  before: vec4f,
}

fn place_of(invocation: u32) -> Place {
  let fours = (UNITS + 3u) / 4u;
  let row = invocation / fours;
  let unit = invocation % fours * 4u;
  let cases = arrayLength(&before) / UNITS;
  return Place(row * UNITS + unit, row * 3u * UNITS + unit, select(0u, min(4u, UNITS - unit), row < cases));
}

fn input_at(first: u32) -> vec4f {
  return vec4f(of_input[first], of_input[first + 1u], of_input[first + 2u], of_input[first + 3u]);
}

fn state_at(first: u32) -> vec4f {
  return vec4f(of_state[first], of_state[first + 1u], of_state[first + 2u], of_state[first + 3u]);
}

fn cell_at(place: Place) -> Cell {
  let reset = sigmoid(input_at(place.gates) + state_at(place.gates));
  let update = sigmoid(input_at(place.gates + UNITS) + state_at(place.gates + UNITS));
  let recurrent = state_at(place.gates + 2u * UNITS);
  let candidate = bounded_tanh(input_at(place.gates + 2u * UNITS) + reset * recurrent);
  let first = place.state;
  return Cell(reset, update, candidate, recurrent, vec4f(before[first], before[first + 1u], before[first + 2u], before[first + 3u]));
}
