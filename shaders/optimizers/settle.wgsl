// Ends a step: counts it as accepted or rejected, stops the arm after too many rejections, and keeps the step's scalars
// in row (k − 1) mod rows of the ring.
// 0: report, seen as bits; 1: counter [2]: steps begun k, seed; 2: ring [rows, fields]; 3: health [2]: its first word is
// made fine again unless the arm is stopped, for which the second becomes k; 4: losses [5]: the largest that is allowed,
// that of the first step, their running mean, rejections, steps accepted since the last. One invocation.
override FIELDS: u32;
override EXPLOSION: f32;
override REJECTIONS: f32;
override CALM: f32;
// @include lib/guard.wgsl
// @include lib/report.wgsl

@group(0) @binding(0) var<storage, read_write> report: array<u32>;
@group(0) @binding(1) var<storage, read> counter: array<u32>;
@group(0) @binding(2) var<storage, read_write> ring: array<u32>;
@group(0) @binding(3) var<storage, read_write> health: array<u32>;
@group(0) @binding(4) var<storage, read_write> losses: array<f32>;

const LARGEST = 0u;
const FIRST = 1u;
const MEAN = 2u;
const REJECTED = 3u;
const ACCEPTED = 4u;

@compute @workgroup_size(1)
fn main() {
  if (health[1] == 0u) {
    if (health[0] == HEALTH_FINE) {
      accept(bitcast<f32>(report[REPORT_LOSS]));
    } else {
      report[REPORT_REJECTED_STEPS] = bitcast<u32>(bitcast<f32>(report[REPORT_REJECTED_STEPS]) + 1.0);
      losses[REJECTED] += 1.0;
      losses[ACCEPTED] = 0.0;
      if (losses[REJECTED] >= REJECTIONS) {
        health[1] = counter[0];
      } else {
        health[0] = HEALTH_FINE;
      }
    }
  }
  let row = (counter[0] - 1u) % (arrayLength(&ring) / FIELDS);
  for (var field = 0u; field < FIELDS; field++) {
    ring[row * FIELDS + field] = report[field];
  }
}

fn accept(loss: f32) {
  if (losses[FIRST] == 0.0) {
    losses[FIRST] = loss;
    losses[MEAN] = loss;
  }
  losses[MEAN] = 0.9 * losses[MEAN] + 0.1 * loss;
  // Against the first loss too: near zero a mean says nothing of what one minibatch may cost.
  losses[LARGEST] = EXPLOSION * max(losses[FIRST], losses[MEAN]);
  losses[ACCEPTED] += 1.0;
  if (losses[ACCEPTED] >= CALM) {
    losses[REJECTED] = 0.0;
  }
}
