// What a refresh of inverses came to.
// 0: matrices of this refresh; then one a matrix of the model, 1: status, 2: rungs, 3: residuals f32 seen as bits,
// 4: kept; 5: counter [2]: step, seed; 6: history [matrices + 1] of pairs: step at which the inverse in use was made,
// refreshes in a row that failed; the last pair: rungs climbed and inverses kept for want of a new one since the start;
// 7: report. One invocation.
// @include lib/report.wgsl

@group(0) @binding(0) var<storage, read> items: array<u32>;
@group(0) @binding(1) var<storage, read> status: array<u32>;
@group(0) @binding(2) var<storage, read> rungs: array<u32>;
@group(0) @binding(3) var<storage, read> residuals: array<u32>;
@group(0) @binding(4) var<storage, read> kept: array<u32>;
@group(0) @binding(5) var<storage, read> counter: array<u32>;
@group(0) @binding(6) var<storage, read_write> history: array<vec2u>;
@group(0) @binding(7) var<storage, read_write> report: array<f32>;

@compute @workgroup_size(1)
fn main() {
  let count = arrayLength(&status);
  for (var index = 0u; index < arrayLength(&items); index++) {
    let matrix = items[index];
    if (kept[matrix] == 0u) {
      history[count].x += rungs[matrix];
    }
    if (status[matrix] != 0u) {
      history[count].y += 1u;
      history[matrix].y += 1u;
    } else if (kept[matrix] != 1u) {
      history[matrix] = vec2u(counter[0], 0u);
    }
  }
  var oldest = counter[0];
  var largest = 0u;
  var good_enough = 0u;
  for (var matrix = 0u; matrix < count; matrix++) {
    oldest = min(oldest, history[matrix].x);
    // Norms order like their bits, NaN above all numbers.
    largest = max(largest, residuals[matrix]);
    good_enough += select(0u, 1u, kept[matrix] == 1u);
  }
  report[REPORT_RESIDUAL] = bitcast<f32>(largest);
  report[REPORT_INVERSE_STEP] = f32(oldest);
  report[REPORT_KEPT_INVERSES] = f32(good_enough);
  report[REPORT_LADDER_RUNGS] = f32(history[count].x);
  report[REPORT_STALE_INVERSES] = f32(history[count].y);
}
