// What a cotangent of a GRU's next state gives to one of its operands; see cell.wgsl for bindings 0 to 2 and overrides.
//   binding 3  cotangent  f32 `[cases, UNITS]`
//   binding 4  result     f32, like the operand
//   OPERAND  0 for of_input, 1 for of_state, 2 for before
// @include recurrent/gru-gates.wgsl
override OPERAND: u32 = 0u;
@group(0) @binding(3) var<storage, read> cotangent: array<f32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let place = place_of((group.y * groups.x + group.x) * 64u + lane);
  if (place.count == 0u) { return; }
  let gru = gru_at(place);
  let first = place.state;
  let received = vec4f(cotangent[first], cotangent[first + 1u], cotangent[first + 2u], cotangent[first + 3u]);
  if (OPERAND == 2u) {
    let of_before = received * gru.update;
    for (var index = 0u; index < place.count; index++) { result[first + index] = of_before[index]; }
    return;
  }
  let of_sum = received * (1.0 - gru.update) * (1.0 - gru.candidate * gru.candidate);
  let of_reset = of_sum * gru.recurrent * (gru.reset - gru.reset * gru.reset);
  let of_update = received * (gru.before - gru.candidate) * (gru.update - gru.update * gru.update);
  let of_candidate = select(of_sum, of_sum * gru.reset, OPERAND == 1u);
  for (var index = 0u; index < place.count; index++) {
    result[place.gates + index] = of_reset[index];
    result[place.gates + UNITS + index] = of_update[index];
    result[place.gates + 2u * UNITS + index] = of_candidate[index];
  }
}
