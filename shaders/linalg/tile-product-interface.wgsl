// What the products of 32×32 tiles on CPU adapters share: C ← βC ± AᵀB.
//
// bindings: 0 items `[tiles of C]` (first tile of A, first tile of B, tile of C, depth in tiles | matrix · 2¹⁶ |
//             ACCUMULATE | NEGATE)
//           1 a, 2 b (may be one buffer), 3 c: vec4 of row-major tiles; tiles of a column of tiles follow each other, so
//           that AᵀB over a depth of d tiles runs through 32·d consecutive rows
//           4 gates u32 `[matrices]`: nothing is done for a matrix whose gate is not 0
// consts: CAPACITY, vec4s in each of a, b and c; a fixed length makes loads cheaper on CPU adapters.

const CAPACITY = 4096;
const ACCUMULATE = 0x80000000u;
const NEGATE = 0x40000000u;

@group(0) @binding(0) var<storage, read> items: array<vec4u>;
@group(0) @binding(1) var<storage, read> a: array<vec4f, CAPACITY>;
@group(0) @binding(2) var<storage, read> b: array<vec4f, CAPACITY>;
@group(0) @binding(3) var<storage, read_write> c: array<vec4f, CAPACITY>;
@group(0) @binding(4) var<storage, read> gates: array<u32>;

fn is_closed(item: vec4u) -> bool {
  return gates[(item.w >> 16u) & 0x3fffu] != 0u;
}

var<private> accumulate: bool;
var<private> sign: vec4f;

/** Writes two vec4s of a row of C, `step` vec4s apart. */
fn write(at: u32, step: u32, left: vec4f, right: vec4f) {
  if (accumulate) {
    c[at] = fma(sign, left, c[at]);
    c[at + step] = fma(sign, right, c[at + step]);
  } else {
    c[at] = sign * left;
    c[at + step] = sign * right;
  }
}
