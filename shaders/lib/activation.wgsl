// Activations by number, in the order of `ACTIVATIONS` in gpu/ops/matmul-shape.ts. `gelu` is the tanh approximation
// (Hendrycks and Gimpel 2016): WGSL has no erf.
const SQRT_TWO_OVER_PI = 0.7978845608028654;

fn activate(kind: u32, x: vec4f) -> vec4f {
  switch kind {
    // Not max(), which may turn a NaN into 0 and hide it.
    case 1u: { return select(x, vec4f(), x < vec4f()); }
    case 2u: { return bounded_tanh(x); }
    case 3u: { return sigmoid(x); }
    case 4u: { return 0.5 * x * (1.0 + bounded_tanh(SQRT_TWO_OVER_PI * (x + 0.044715 * x * x * x))); }
    default: { return x; }
  }
}

// The exponential is taken of what is never positive, so nothing overflows.
fn sigmoid(x: vec4f) -> vec4f {
  let e = exp(-abs(x));
  return select(e, vec4f(1.0), x >= vec4f()) / (1.0 + e);
}

// Outside ±10 tanh is ±1 in f32; some drivers answer NaN for large arguments. clamp may drop a NaN: it is passed on.
fn bounded_tanh(x: vec4f) -> vec4f {
  let is_nan = (bitcast<vec4u>(x) & vec4u(0x7fffffffu)) > vec4u(0x7f800000u);
  return select(tanh(clamp(x, vec4f(-10.0), vec4f(10.0))), x, is_nan);
}
