// Σ term(z, x) over each row, in vectors of four elements.
// 0: outputs vec4f [rows, COLUMNS]; 1: targets vec4f [rows, COLUMNS]; 2: results f32 [rows].
// Overrides: KIND of term, see terms.wgsl; COLUMNS (vectors a row) and others, see row.wgsl.
// @include losses/row.wgsl
// @include losses/terms.wgsl
@group(0) @binding(0) var<storage, read> outputs: array<vec4f>;
@group(0) @binding(1) var<storage, read> targets: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> results: array<f32>;

@compute @workgroup_size(LANES, ROWS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_id) local: vec3u,
) {
  let row = row_of(group, groups, local);
  var share = vec4f();
  for (var column = row.lane; column < COLUMNS; column += LANES) {
    share += term(outputs[row.start + column], targets[row.start + column]);
  }
  let sum = row_sum(row, (share.x + share.y) + (share.z + share.w));
  if (row.index < arrayLength(&results) && row.lane == 0u) {
    results[row.index] = sum;
  }
}
