// Decides by its residual what a refresh does with each matrix: keep the inverse it has, try to improve it, or invert.
// 0: matrices of this refresh; 1: residuals f32 seen as bits, one a matrix; 2: status, not 0 where the last inversion
// failed; 3: kept, 1 where the inverse stays; 4: gates, 0 where it is to be improved. One workgroup.
override KEPT_BELOW: f32 = 0.0;
override IMPROVED_BELOW: f32 = 0.0;

@group(0) @binding(0) var<storage, read> items: array<u32>;
@group(0) @binding(1) var<storage, read> residuals: array<u32>;
@group(0) @binding(2) var<storage, read> status: array<u32>;
@group(0) @binding(3) var<storage, read_write> kept: array<u32>;
@group(0) @binding(4) var<storage, read_write> gates: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) lane: u32) {
  for (var index = lane; index < arrayLength(&items); index += 64u) {
    let matrix = items[index];
    // Norms order like their bits, NaN above all numbers.
    let stays = status[matrix] == 0u && residuals[matrix] < bitcast<u32>(KEPT_BELOW);
    let improves = !stays && status[matrix] == 0u && residuals[matrix] < bitcast<u32>(IMPROVED_BELOW);
    kept[matrix] = select(0u, 1u, stays);
    gates[matrix] = select(1u, 0u, improves);
  }
}
