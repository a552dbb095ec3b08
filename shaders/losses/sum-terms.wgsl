// Σ term(z, x) over each row.
// 0: outputs f32 [rows, COLUMNS]; 1: targets f32 [rows, COLUMNS]; 2: results f32 [rows].
// Overrides: KIND of term, see terms.wgsl; COLUMNS and others, see row.wgsl.
// @include losses/row.wgsl
// @include losses/terms.wgsl
@group(0) @binding(0) var<storage, read> outputs: array<f32>;
@group(0) @binding(1) var<storage, read> targets: array<f32>;
@group(0) @binding(2) var<storage, read_write> results: array<f32>;

@compute @workgroup_size(LANES, ROWS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_id) local: vec3u,
) {
  let row = row_of(group, groups, local);
  var share = 0.0;
  for (var column = row.lane; column < COLUMNS; column += LANES) {
    share += term(vec4f(outputs[row.start + column]), vec4f(targets[row.start + column])).x;
  }
  let sum = row_sum(row, share);
  if (row.index < arrayLength(&results) && row.lane == 0u) {
    results[row.index] = sum;
  }
}
