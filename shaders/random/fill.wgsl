// Fills an array with random numbers that depend on the counter, the purpose and the index alone.
//   binding 0  counter  u32 `[2]`: step, seed
//   binding 1  result   f32 `[count]`
//   PURPOSE  tells streams of one step apart
//   DISTRIBUTION  0: uniform in [0, 1); 1: standard normal; 2: −1 or 1; 3: 0 with a chance of RATE, else 1 / (1 − RATE)
// @include lib/random.wgsl
override PURPOSE: u32 = 0u;
override DISTRIBUTION: u32 = 0u;
override RATE: f32 = 0.0;
@group(0) @binding(0) var<storage, read> counter: array<u32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&result)) { return; }
  let uniform_number = random_uniform(counter[1], counter[0], PURPOSE, index);
  switch DISTRIBUTION {
    case 1u: { result[index] = random_normal(counter[1], counter[0], PURPOSE, index); }
    case 2u: { result[index] = select(-1.0, 1.0, uniform_number < 0.5); }
    case 3u: { result[index] = select(1.0 / (1.0 - RATE), 0.0, uniform_number < RATE); }
    default: { result[index] = uniform_number; }
  }
}
