// The logistic function and what follows from it, without overflow or cancellation for any logit. No bindings.
// @include lib/activation.wgsl

// −log σ(z) at target 1, −log(1 − σ(z)) at target 0, linear between: max(z, 0) − z·x + log(1 + exp(−|z|)).
fn bernoulli_loss(logit: vec4f, goal: vec4f) -> vec4f {
  return max(logit, vec4f()) - logit * goal + log_one_plus(exp(-abs(logit)));
}

// σ(z)·(1 − σ(z)), the variance of the predicted Bernoulli distribution.
fn bernoulli_variance(logit: vec4f) -> vec4f {
  let e = exp(-abs(logit));
  let d = 1.0 + e;
  return e / (d * d);
}

// √(σ(z)·(1 − σ(z))) by half the exponent: it is not zero where the variance is too small for f32.
fn bernoulli_deviation(logit: f32) -> f32 {
  let root = exp(-0.5 * abs(logit));
  return root / (1.0 + root * root);
}

// log(1 + x) for x in [0, 1] = 2 artanh(s) = 2 (s + s³/3 + s⁵/5 + …) with s = x / (2 + x) ≤ 1/3; the first term left out
// is below 2⁻²⁵ of the sum. WGSL's log alone may be off by 2⁻²¹ here.
fn log_one_plus(x: vec4f) -> vec4f {
  let s = x / (2.0 + x);
  let q = s * s;
  var series = vec4f(1.0 / 13.0);
  series = fma(series, q, vec4f(1.0 / 11.0));
  series = fma(series, q, vec4f(1.0 / 9.0));
  series = fma(series, q, vec4f(1.0 / 7.0));
  series = fma(series, q, vec4f(1.0 / 5.0));
  series = fma(series, q, vec4f(1.0 / 3.0));
  return 2.0 * fma(series * q, s, s);
}
