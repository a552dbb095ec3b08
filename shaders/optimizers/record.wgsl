// Keeps the scalars of a step: row (k − 1) mod rows of the ring.
// 0: report [8]; 1: counter [2]: steps begun k, seed; 2: ring [rows, 8]; 3: health [2]: its second word becomes k when
// the guard tripped and no step is noted yet. Eight invocations.
@group(0) @binding(0) var<storage, read> report: array<u32>;
@group(0) @binding(1) var<storage, read> counter: array<u32>;
@group(0) @binding(2) var<storage, read_write> ring: array<u32>;
@group(0) @binding(3) var<storage, read_write> health: array<u32>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) lane: u32) {
  let row = (counter[0] - 1u) % (arrayLength(&ring) / 8u);
  ring[row * 8u + lane] = report[lane];
  if (lane == 0u && health[0] != 0xffffffffu && health[1] == 0u) {
    health[1] = counter[0];
  }
}
