// Where element `index` of a row-major array of up to four axes lies in an operand with other strides. No bindings.
//   EXTENT_1 … EXTENT_3  extents of the axes after the slowest
override EXTENT_1: u32 = 1u;
override EXTENT_2: u32 = 1u;
override EXTENT_3: u32 = 1u;

fn coordinates(index: u32) -> vec4u {
  if (EXTENT_1 * EXTENT_2 * EXTENT_3 == 1u) { return vec4u(index, 0u, 0u, 0u); }
  let outer = index / EXTENT_3;
  if (EXTENT_1 * EXTENT_2 == 1u) { return vec4u(outer, 0u, 0u, index % EXTENT_3); }
  let slow = outer / EXTENT_2;
  return vec4u(slow / EXTENT_1, slow % EXTENT_1, outer % EXTENT_2, index % EXTENT_3);
}

fn offset(position: vec4u, strides: vec4u) -> u32 {
  let terms = position * strides;
  return terms.x + terms.y + terms.z + terms.w;
}
