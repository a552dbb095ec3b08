// What a cotangent of an LSTM's next state gives to one of its operands; see cell.wgsl for bindings 0 to 2 and overrides.
//   binding 3  cotangent  f32 `[cases, 2 · UNITS]`
//   binding 4  result     f32, like the operand
//   OPERAND  0 or 1 for of_input or of_state, which get the same; 2 for before
// @include recurrent/lstm-gates.wgsl
override OPERAND: u32 = 0u;
@group(0) @binding(3) var<storage, read> cotangent: array<f32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;

fn received_at(first: u32) -> vec4f {
  return vec4f(cotangent[first], cotangent[first + 1u], cotangent[first + 2u], cotangent[first + 3u]);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let place = place_of((group.y * groups.x + group.x) * 64u + lane);
  if (place.count == 0u) { return; }
  let lstm = lstm_at(place);
  let of_hidden = received_at(place.state);
  let of_memory = received_at(place.state + UNITS) + of_hidden * lstm.output * (1.0 - lstm.shown * lstm.shown);
  if (OPERAND == 2u) {
    let of_before = of_memory * lstm.forget;
    for (var index = 0u; index < place.count; index++) {
      result[place.state + index] = 0.0;
      result[place.state + UNITS + index] = of_before[index];
    }
    return;
  }
  let of_input_gate = of_memory * lstm.candidate * (lstm.input - lstm.input * lstm.input);
  let of_forget = of_memory * lstm.memory_before * (lstm.forget - lstm.forget * lstm.forget);
  let of_output = of_hidden * lstm.shown * (lstm.output - lstm.output * lstm.output);
  let of_candidate = of_memory * lstm.input * (1.0 - lstm.candidate * lstm.candidate);
  for (var index = 0u; index < place.count; index++) {
    result[place.gates + index] = of_input_gate[index];
    result[place.gates + UNITS + index] = of_forget[index];
    result[place.gates + 2u * UNITS + index] = of_output[index];
    result[place.gates + 3u * UNITS + index] = of_candidate[index];
  }
}
