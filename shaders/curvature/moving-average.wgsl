// Coefficients of a debiased moving average, ε = min(1 − 1/k, DECAY) at the k-th update; a batch that is not admitted, or
// a step that is not fine, is no update and weighs nothing.
// 0: updates [1], counted up; 1: coefficients [3]: decay and weight of this sample, (ε, 1 − ε), then 1 − ε of the update;
// 2: verdict [1], not 0 for a batch that is not admitted, set back by the LAST that looks; 3: health [2], all ones in its
// first word for a step that is fine. FURTHER: another sample of the same update, (1, 1 − ε). One invocation.
override DECAY: f32;
override FURTHER: bool = false;
override LAST: bool = true;

@group(0) @binding(0) var<storage, read_write> updates: array<u32>;
@group(0) @binding(1) var<storage, read_write> coefficients: array<f32>;
@group(0) @binding(2) var<storage, read_write> verdict: array<u32>;
@group(0) @binding(3) var<storage, read> health: array<u32>;

@compute @workgroup_size(1)
fn main() {
  let is_admitted = verdict[0] == 0u && health[0] == 0xffffffffu;
  if (LAST) {
    verdict[0] = 0u;
  }
  if (FURTHER) {
    coefficients[0] = 1.0;
    coefficients[1] = select(0.0, coefficients[2], is_admitted);
    return;
  }
  var weight = 0.0;
  if (is_admitted) {
    let k = updates[0] + 1u;
    updates[0] = k;
    weight = max(1.0 / f32(k), 1.0 - DECAY);
  }
  coefficients[0] = 1.0 - weight;
  coefficients[1] = weight;
  coefficients[2] = weight;
}
