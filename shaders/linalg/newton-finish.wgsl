// Marks the matrices whose gates are still open as kept: what follows leaves them alone.
//
// bindings: 0 items u32 `[matrices of this path]`   1 gates u32 `[all matrices]`   2 kept u32 `[all matrices]`
// overrides: MARK, the word written. One workgroup.

override MARK: u32 = 2u;

@group(0) @binding(0) var<storage, read> items: array<u32>;
@group(0) @binding(1) var<storage, read> gates: array<u32>;
@group(0) @binding(2) var<storage, read_write> kept: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) lane: u32) {
  for (var index = lane; index < arrayLength(&items); index += 64u) {
    if (gates[items[index]] == 0u) {
      kept[items[index]] = MARK;
    }
  }
}
