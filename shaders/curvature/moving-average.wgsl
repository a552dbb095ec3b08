// Coefficients of a debiased moving average, ε = min(1 − 1/k, DECAY) at the k-th update.
// 0: updates [1], counted up; 1: coefficients [128]: (ε, 1 − ε) at 0 and (1, 1 − ε) at 64. One invocation.
override DECAY: f32;

@group(0) @binding(0) var<storage, read_write> updates: array<u32>;
@group(0) @binding(1) var<storage, read_write> coefficients: array<f32>;

@compute @workgroup_size(1)
fn main() {
  let k = updates[0] + 1u;
  updates[0] = k;
  let weight = max(1.0 / f32(k), 1.0 - DECAY);
  coefficients[0] = 1.0 - weight;
  coefficients[1] = weight;
  coefficients[64] = 1.0;
  coefficients[65] = weight;
}
