// 1 − eˣ for x ≤ 0 without the cancellation near 0: with x = t log β, what a moving average from zero lacks after t steps.
fn one_minus_exp(x: f32) -> f32 {
  if (x < -0.1) {
    return 1.0 - exp(x);
  }
  return -x * (1.0 + x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0 * (1.0 + x / 5.0))));
}
