// Factorises one 32×32 diagonal tile a workgroup, W = UᵀU, and inverts U, by one subgroup of four lanes; no barriers.
//
// With W = L̃DL̃ᵀ eliminated by rows, U = D^½L̃ᵀ and X = U⁻ᵀ = D^-½L̃⁻¹. Four pivots a round: lane l holds rows
// 4m + l, so a round's pivot rows lie one in each lane; all lanes take copies and eliminate them among each other, then
// each updates its own remaining rows. Only the part on and above the diagonal is read; L̃⁻¹ grows below it in place.
//
// bindings: 0 items `[workgroups]` (matrix, tile, first row of the tile, size of the matrix)
//           1 lower, row-major tiles: W on entry, X = U⁻ᵀ on return
//           2 upper, row-major tiles: U on return (on entry when FACTORISE is 0)
//           3 transposed, row-major tiles: Xᵀ = U⁻¹ on return
//           4 status u32 `[matrices]`: 1 + row of the first pivot that is not positive and finite, else as it was
//           5 gates u32 `[matrices]`: nothing is done for a matrix whose gate is not 0
// overrides: FACTORISE, 0 only inverts the U that stands in `upper`.

enable subgroups;

override FACTORISE: u32 = 1u;

@group(0) @binding(0) var<storage, read> items: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> lower: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> upper: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> transposed: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> status: array<u32>;
@group(0) @binding(5) var<storage, read> gates: array<u32>;

/** This lane's rows, `[8, 32]`. */
var<private> rows: array<vec4f, 64>;
/** The four pivot rows of a round, `[8, 4]` vec4s: column block by pivot. */
var<private> pivots: array<vec4f, 32>;

@compute @workgroup_size(4)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(subgroup_invocation_id) lane: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&items)) {
    return;
  }
  let item = items[index];
  if (gates[item.x] != 0u) {
    return;
  }
  let first = item.y * 256u;
  for (var i = 0u; i < 64u; i++) {
    let at = first + (i / 8u) * 32u + lane * 8u + i % 8u;
    if (FACTORISE == 1u) {
      rows[i] = lower[at];
    } else {
      rows[i] = upper[at];
    }
  }
  var failed = 0u;
  for (var round = 0u; round < 8u; round++) {
    for (var q = 0u; q < 8u; q++) {
      let row = rows[round * 8u + q];
      pivots[q * 4u] = subgroupBroadcast(row, 0u);
      pivots[q * 4u + 1u] = subgroupBroadcast(row, 1u);
      pivots[q * 4u + 2u] = subgroupBroadcast(row, 2u);
      pivots[q * 4u + 3u] = subgroupBroadcast(row, 3u);
    }
    // The 4×4 block on the diagonal: multipliers of the pivot rows among each other.
    let d0 = pivots[round * 4u];
    var d1 = pivots[round * 4u + 1u];
    var d2 = pivots[round * 4u + 2u];
    var d3 = pivots[round * 4u + 3u];
    var pivot = vec4f(d0.x, 0.0, 0.0, 0.0);
    var bad = vec4<bool>(false);
    bad.x = fails(d0.x);
    pivot.x = select(d0.x, 1.0, bad.x);
    let m10 = -d0.y / pivot.x;
    let m20 = -d0.z / pivot.x;
    let m30 = -d0.w / pivot.x;
    d1 = eliminate(m10, d0, d1);
    d2 = eliminate(m20, d0, d2);
    d3 = eliminate(m30, d0, d3);
    bad.y = fails(d1.y);
    pivot.y = select(d1.y, 1.0, bad.y);
    let m21 = -d1.z / pivot.y;
    let m31 = -d1.w / pivot.y;
    d2 = eliminate(m21, d1, d2);
    d3 = eliminate(m31, d1, d3);
    bad.z = fails(d2.z);
    pivot.z = select(d2.z, 1.0, bad.z);
    let m32 = -d2.w / pivot.z;
    d3 = eliminate(m32, d2, d3);
    bad.w = fails(d3.w);
    pivot.w = select(d3.w, 1.0, bad.w);
    if (failed == 0u && any(bad)) {
      failed = 1u + item.z + round * 4u + select(select(select(3u, 2u, bad.z), 1u, bad.y), 0u, bad.x);
    }
    let reciprocal = 1.0 / pivot;
    var scale = reciprocal;
    if (FACTORISE == 1u) {
      scale = 1.0 / sqrt(pivot);
    }
    // L̃⁻¹ within the block.
    let e1 = vec4f(m10, 1.0, 0.0, 0.0);
    let e2 = vec4f(fma(m21, m10, m20), m21, 1.0, 0.0);
    let e3 = vec4f(fma(m32, e2.x, fma(m31, m10, m30)), fma(m32, m21, m31), m32, 1.0);
    for (var q = 0u; q < 8u; q++) {
      var p0 = pivots[q * 4u];
      var p1 = pivots[q * 4u + 1u];
      var p2 = pivots[q * 4u + 2u];
      var p3 = pivots[q * 4u + 3u];
      if (q == round) {
        p0 = vec4f(1.0, 0.0, 0.0, 0.0);
        p1 = e1;
        p2 = e2;
        p3 = e3;
      } else if (FACTORISE == 1u || q < round) {
        p1 = fma(vec4f(m10), p0, p1);
        p2 = fma(vec4f(m21), p1, fma(vec4f(m20), p0, p2));
        p3 = fma(vec4f(m32), p2, fma(vec4f(m31), p1, fma(vec4f(m30), p0, p3)));
      }
      pivots[q * 4u] = p0;
      pivots[q * 4u + 1u] = p1;
      pivots[q * 4u + 2u] = p2;
      pivots[q * 4u + 3u] = p3;
      var inverse = mat4x4f(scale.x * p0, scale.y * p1, scale.z * p2, scale.w * p3);
      let at = first + round * 32u + lane * 8u + q;
      if (FACTORISE == 1u) {
        var factor = inverse[lane];
        if (q == round) {
          let d = mat4x4f(scale.x * d0, scale.y * d1, scale.z * d2, scale.w * d3);
          factor = select(vec4f(), d[lane], vec4u(0u, 1u, 2u, 3u) >= vec4u(lane));
        }
        upper[at] = select(factor, vec4f(), q < round);
      }
      if (q > round) {
        inverse = mat4x4f();
      }
      lower[at] = inverse[lane];
      transposed[first + q * 32u + lane * 8u + round] = transpose(inverse)[lane];
    }
    for (var m = round + 1u; m < 8u; m++) {
      let f = -reciprocal * vec4f(pivots[m * 4u][lane], pivots[m * 4u + 1u][lane], pivots[m * 4u + 2u][lane], pivots[m * 4u + 3u][lane]);
      for (var q = 0u; q < 8u; q++) {
        if (q > round && (FACTORISE == 0u || q < m)) {
          continue;
        }
        let row = select(rows[m * 8u + q], vec4f(), q == round);
        rows[m * 8u + q] = fma(
          vec4f(f.w),
          pivots[q * 4u + 3u],
          fma(vec4f(f.z), pivots[q * 4u + 2u], fma(vec4f(f.y), pivots[q * 4u + 1u], fma(vec4f(f.x), pivots[q * 4u], row))),
        );
      }
    }
  }
  if (failed != 0u && lane == 0u && status[item.x] == 0u) {
    status[item.x] = failed;
  }
}

/** Whether a pivot is not positive, normal and finite, judged on the bits: comparisons with NaN may be folded away. */
fn fails(pivot: f32) -> bool {
  if (FACTORISE == 0u) {
    return false;
  }
  let bits = bitcast<u32>(pivot);
  return bits < 0x00800000u || bits >= 0x7f800000u;
}

fn eliminate(multiplier: f32, pivot: vec4f, row: vec4f) -> vec4f {
  if (FACTORISE == 0u) {
    return row;
  }
  return fma(vec4f(multiplier), pivot, row);
}
