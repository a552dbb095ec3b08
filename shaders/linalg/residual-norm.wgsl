// Root mean squares of the parts of a vector, in a fixed order.
//
// bindings: 0 items `[workgroups]` (start of the part, its length, place of the result, unused)
//           1 vector f32   2 results f32 `[matrices]`

@group(0) @binding(0) var<storage, read> items: array<vec4u>;
@group(0) @binding(1) var<storage, read> values: array<f32>;
@group(0) @binding(2) var<storage, read_write> results: array<f32>;

var<workgroup> sums: array<f32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&items)) {
    return;
  }
  let item = items[index];
  var sum = 0.0;
  for (var row = lane; row < item.y; row += 64u) {
    sum = fma(values[item.x + row], values[item.x + row], sum);
  }
  sums[lane] = sum;
  for (var width = 32u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (lane < width) {
      sums[lane] += sums[lane + width];
    }
  }
  if (lane == 0u) {
    results[item.z] = sqrt(sums[0] / f32(item.y));
  }
}
