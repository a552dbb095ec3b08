// A kernel's element is four numbers at a time. lib/element.wgsl says the same of one. No bindings.
alias Element = vec4f;

fn sum_of(element: Element) -> f32 {
  return (element.x + element.z) + (element.y + element.w);
}

fn largest_of(element: Element) -> f32 {
  return max(max(element.x, element.y), max(element.z, element.w));
}
