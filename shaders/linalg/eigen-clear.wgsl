// Readies what one eigen-solve counts: the largest magnitude and the column of every matrix start at 0.
//
// bindings: 0 magnitudes u32 `[matrices]`   1 columns u32 `[matrices]`

@group(0) @binding(0) var<storage, read_write> magnitudes: array<u32>;
@group(0) @binding(1) var<storage, read_write> columns: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) thread: vec3u) {
  if (thread.x < arrayLength(&magnitudes)) {
    magnitudes[thread.x] = 0u;
    columns[thread.x] = 0u;
  }
}
