// Binary functions by number, in the order of `BINARY_KINDS` in gpu/ops/binary.ts. No bindings.
//   KIND     which function
//   SWAPPED  whether the first operand of the kernel is the second of the function
override KIND: u32 = 0u;
override SWAPPED: bool = false;

fn operate(first: vec4f, second: vec4f) -> vec4f {
  let a = select(first, second, SWAPPED);
  let b = select(second, first, SWAPPED);
  switch KIND {
    case 0u: { return a + b; }
    case 1u: { return a - b; }
    case 2u: { return a * b; }
    default: { return a / b; }
  }
}
