// A kernel's element is one number. lib/vector.wgsl says the same of four numbers at a time. No bindings.
alias Element = f32;

fn sum_of(element: Element) -> f32 {
  return element;
}

fn largest_of(element: Element) -> f32 {
  return element;
}
