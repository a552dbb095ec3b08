// The gates of a GRU: reset, update and candidate, in this order; see cell.wgsl for bindings 0 to 2 and overrides.
// @include recurrent/cell.wgsl
struct Gru {
  reset: vec4f,
  update: vec4f,
  candidate: vec4f,
  // What the state makes of the candidate before it is reset.
  recurrent: vec4f,
  before: vec4f,
}

fn gru_at(place: Place) -> Gru {
  let reset = sigmoid(input_at(place.gates) + state_at(place.gates));
  let update = sigmoid(input_at(place.gates + UNITS) + state_at(place.gates + UNITS));
  let recurrent = state_at(place.gates + 2u * UNITS);
  let candidate = bounded_tanh(input_at(place.gates + 2u * UNITS) + reset * recurrent);
  return Gru(reset, update, candidate, recurrent, before_at(place.state));
}
