// Unary functions by number, in the order of `UNARY_KINDS` in gpu/ops/unary.ts; 1 to 4 are the activations of
// lib/activation.wgsl. No bindings.
//   KIND  which function; 0 is SCALE·x + SHIFT
//   SCALE, SHIFT
// @include lib/activation.wgsl
override KIND: u32 = 0u;
override SCALE: f32 = 1.0;
override SHIFT: f32 = 0.0;

fn evaluate(x: vec4f) -> vec4f {
  switch KIND {
    case 0u: { return fma(vec4f(SCALE), x, vec4f(SHIFT)); }
    case 5u: { return exp(x); }
    case 6u: { return log(x); }
    case 7u: { return x * x; }
    case 8u: { return sqrt(x); }
    case 9u: { return 1.0 / x; }
    default: { return activate(KIND, x); }
  }
}

// The derivative, from the output y for relu, tanh, sigmoid, exp, square root and reciprocal, from the input else.
fn derivative(source: vec4f) -> vec4f {
  switch KIND {
    case 1u: { return select(vec4f(), vec4f(1.0), source > vec4f()); }
    case 2u: { return 1.0 - source * source; }
    case 3u: { return source - source * source; }
    case 4u: { return gelu_derivative(source); }
    case 5u: { return source; }
    case 6u: { return 1.0 / source; }
    case 7u: { return 2.0 * source; }
    case 8u: { return 0.5 / source; }
    case 9u: { return -source * source; }
    default: { return vec4f(SCALE); }
  }
}

fn gelu_derivative(x: vec4f) -> vec4f {
  let square = x * x;
  let t = bounded_tanh(SQRT_TWO_OVER_PI * (x + 0.044715 * square * x));
  let slope = SQRT_TWO_OVER_PI * (1.0 + 3.0 * 0.044715 * square);
  return 0.5 * (1.0 + t) + 0.5 * x * (1.0 - t * t) * slope;
}
