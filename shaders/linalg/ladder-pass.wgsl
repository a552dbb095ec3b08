// Opens the gates of the matrices that one pass of an inversion works on: at first those that are not kept; on a rung
// those whose last pivot failed, with a larger shift; at last all that are not kept.
//
// bindings: 0 items u32 `[matrices of this path]`
//           1 pass u32 `[1]`: 0 first, 1 … RUNGS a rung, RUNGS + 1 last
//           2 kept u32 `[all matrices]`: a matrix whose word is not 0 is left alone
//           3 status u32 `[all matrices]`: not 0 where the pass before failed
//           4 shifts f32 `[all matrices]`   5 rungs u32 `[all matrices]`: times the shift was grown
//           6 gates u32 `[all matrices]`: 0 where the pass is to work
// overrides: RUNGS, most times a shift grows; GROWTH, how much each time. One workgroup.

override RUNGS: u32 = 3u;
override GROWTH: f32 = 10.0;

@group(0) @binding(0) var<storage, read> items: array<u32>;
@group(0) @binding(1) var<storage, read> pass_number: array<u32>;
@group(0) @binding(2) var<storage, read> kept: array<u32>;
@group(0) @binding(3) var<storage, read> status: array<u32>;
@group(0) @binding(4) var<storage, read_write> shifts: array<f32>;
@group(0) @binding(5) var<storage, read_write> rungs: array<u32>;
@group(0) @binding(6) var<storage, read_write> gates: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) lane: u32) {
  let current = pass_number[0];
  for (var index = lane; index < arrayLength(&items); index += 64u) {
    let matrix = items[index];
    var is_open = kept[matrix] == 0u;
    if (is_open && current == 0u) {
      rungs[matrix] = 0u;
    } else if (is_open && current <= RUNGS) {
      is_open = status[matrix] != 0u;
      if (is_open) {
        shifts[matrix] *= GROWTH;
        rungs[matrix] = current;
      }
    }
    gates[matrix] = select(1u, 0u, is_open);
  }
}
