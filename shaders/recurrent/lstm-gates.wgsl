// The gates of an LSTM: input, forget, output and candidate, in this order; its state is hidden units, then memory. See cell.wgsl for
// bindings 0 to 2 and overrides.
// @include recurrent/cell.wgsl
struct Lstm {
  input: vec4f,
  forget: vec4f,
  output: vec4f,
  candidate: vec4f,
  memory_before: vec4f,
  memory: vec4f,
  // tanh of the memory.
  shown: vec4f,
}

fn lstm_at(place: Place) -> Lstm {
  let input = sigmoid(input_at(place.gates) + state_at(place.gates));
  let forget = sigmoid(input_at(place.gates + UNITS) + state_at(place.gates + UNITS));
  let output = sigmoid(input_at(place.gates + 2u * UNITS) + state_at(place.gates + 2u * UNITS));
  let candidate = bounded_tanh(input_at(place.gates + 3u * UNITS) + state_at(place.gates + 3u * UNITS));
  let memory_before = before_at(place.state + UNITS);
  let memory = forget * memory_before + input * candidate;
  return Lstm(input, forget, output, candidate, memory_before, memory, bounded_tanh(memory));
}
