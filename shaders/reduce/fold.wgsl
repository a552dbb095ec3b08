// One stage of a sum: each run of LENGTH terms becomes STRIDE sums, where sum q adds the terms q, q + STRIDE, …
// Bindings and `term` stand in the including file. Sixteen terms are added before they join the total, so that the
// error grows with n/16 + 16 and not with n.
//   LENGTH  terms a run
//   STRIDE  sums a run
//   COUNT   sums of all runs
override LENGTH: u32 = 1u;
override STRIDE: u32 = 1u;
override COUNT: u32 = 1u;

fn fold(index: u32) -> vec4f {
  let first = index / STRIDE * LENGTH + index % STRIDE;
  let end = (index / STRIDE + 1u) * LENGTH;
  var total = vec4f();
  var next = first;
  while (next < end) {
    let block_end = min(end, next + 16u * STRIDE);
    var block = vec4f();
    while (next < block_end) {
      block += term(next);
      next += STRIDE;
    }
    total += block;
  }
  return total;
}

fn across(lanes: vec4f) -> f32 {
  return (lanes.x + lanes.z) + (lanes.y + lanes.w);
}
