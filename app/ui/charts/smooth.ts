/**
 * Exponential moving average, divided by the weight seen so far, so that its start is not drawn towards zero.
 * A value that is not finite is passed through and leaves the average as it was.
 *
 * @param smoothing weight of the past, 0 (none) to below 1
 * @see Kingma and Ba, Adam: A Method for Stochastic Optimization, section 3
 */
export function debiasedAverage(values: Float64Array, smoothing: number): Float64Array {
  const averages = new Float64Array(values.length);
  let sum = 0;
  let weight = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    if (!Number.isFinite(value)) {
      averages[i] = value;
      continue;
    }
    sum = smoothing * sum + (1 - smoothing) * value;
    weight = smoothing * weight + (1 - smoothing);
    averages[i] = sum / weight;
  }
  return averages;
}
