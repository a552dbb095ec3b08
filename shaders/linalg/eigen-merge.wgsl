// A merge of divide and conquer: two neighbouring spans of tiles of one matrix, each solved, become one.
// gpu/linalg/divide-and-conquer.ts writes a workgroup's part of it.
// @include linalg/eigen-matrix.wgsl

struct Merge {
  matrix: u32,
  /** First row of the span, and rows of its first half, in the matrix. */
  start: u32,
  half: u32,
  /** Rows of the span, the matrix's padding left out. */
  count: u32,
  /** Place among the merges of its level. */
  place: u32,
  /** First of the elements that the workgroup looks after, in the span. */
  part: u32,
  unused_0: u32,
  unused_1: u32,
}
