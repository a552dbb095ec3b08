// The learning rate as a function of the step; gpu/optimizers/learning-rate.ts defines it. No bindings.
override LEARNING_RATE: f32;
override WARM_UP: u32 = 0u;
// 0: constant; 1: half a cosine down to the fraction DECAY_TO after DECAY_STEPS; 2: times DECAY_TO every DECAY_STEPS.
override DECAY: u32 = 0u;
override DECAY_STEPS: u32 = 1u;
override DECAY_TO: f32 = 1.0;

// The rate of a 1-based step.
fn learning_rate(step: u32) -> f32 {
  let warmth = select(1.0, f32(step) / f32(max(WARM_UP, 1u)), step < WARM_UP);
  let since = step - min(step, max(WARM_UP, 1u));
  switch (DECAY) {
    case 1u: {
      return LEARNING_RATE * warmth * mix(DECAY_TO, 1.0, half_cosine(f32(min(since, DECAY_STEPS)) / f32(DECAY_STEPS)));
    }
    case 2u: {
      return LEARNING_RATE * warmth * whole_power(DECAY_TO, since / DECAY_STEPS);
    }
    default: {
      return LEARNING_RATE * warmth;
    }
  }
}

// ½(1 + cos πx) = sin²(π(1 − x)/2) on [0, 1], by the odd Taylor polynomial of degree 11: within 6e-8, and within that
// share of itself near 1, where WGSL's cos may be off by 2⁻¹¹.
fn half_cosine(x: f32) -> f32 {
  let angle = 1.5707963267948966 * (1.0 - x);
  let square = angle * angle;
  var sine = 1.0 - square / 110.0;
  sine = 1.0 - square / 72.0 * sine;
  sine = 1.0 - square / 42.0 * sine;
  sine = 1.0 - square / 20.0 * sine;
  sine = 1.0 - square / 6.0 * sine;
  return angle * sine * angle * sine;
}

// By repeated squaring, since WGSL's pow loses digits as the exponent grows.
fn whole_power(base: f32, exponent: u32) -> f32 {
  var power = 1.0;
  var square = base;
  for (var rest = exponent; rest > 0u; rest >>= 1u) {
    if ((rest & 1u) == 1u) {
      power *= square;
    }
    square *= square;
  }
  return power;
}
