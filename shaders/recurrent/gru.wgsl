// The next state of a GRU, n + z ∘ (h − n); see cell.wgsl for bindings 0 to 2 and overrides.
//   binding 3  result  f32 `[cases, UNITS]`
// @include recurrent/gru-gates.wgsl
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let place = place_of((group.y * groups.x + group.x) * 64u + lane);
  if (place.count == 0u) { return; }
  let gru = gru_at(place);
  let next = fma(gru.update, gru.before - gru.candidate, gru.candidate);
  for (var index = 0u; index < place.count; index++) { result[place.state + index] = next[index]; }
}
