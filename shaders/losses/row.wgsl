// One case of a loss: LANES invocations share a row of COLUMNS elements, ROWS rows share a workgroup. No bindings.
// Overrides: COLUMNS elements a row; LANES a power of two; ROWS; SLOTS = LANES * ROWS, or 1 when LANES is 1, since then
// no invocation needs another's share (and workgroup memory is slow to compile for software adapters).
override COLUMNS: u32 = 1u;
override LANES: u32 = 1u;
override ROWS: u32 = 8u;
override SLOTS: u32 = 1u;

const LOWEST = -3.4028234e38f;

var<workgroup> shares: array<f32, SLOTS>;

struct Row {
  index: u32,
  // First element of the row.
  start: u32,
  lane: u32,
  slot: u32,
}

fn row_of(group: vec3u, groups: vec3u, local: vec3u) -> Row {
  let index = (group.y * groups.x + group.x) * ROWS + local.y;
  return Row(index, index * COLUMNS, local.x, local.y * LANES + local.x);
}

// Sum of the lanes' values in a fixed order; all lanes of a workgroup must call it.
fn row_sum(row: Row, value: f32) -> f32 {
  if (LANES == 1u) { return value; }
  shares[row.slot] = value;
  for (var reach = LANES / 2u; reach > 0u; reach /= 2u) {
    workgroupBarrier();
    if (row.lane < reach) { shares[row.slot] += shares[row.slot + reach]; }
  }
  workgroupBarrier();
  let total = shares[row.slot - row.lane];
  workgroupBarrier();
  return total;
}

// Largest of the lanes' values; all lanes of a workgroup must call it.
fn row_max(row: Row, value: f32) -> f32 {
  if (LANES == 1u) { return value; }
  shares[row.slot] = value;
  for (var reach = LANES / 2u; reach > 0u; reach /= 2u) {
    workgroupBarrier();
    if (row.lane < reach) { shares[row.slot] = max(shares[row.slot], shares[row.slot + reach]); }
  }
  workgroupBarrier();
  let largest = shares[row.slot - row.lane];
  workgroupBarrier();
  return largest;
}
