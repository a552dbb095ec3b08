/** Sum of squared differences of image `index` of two `[count, pixels]` stacks. */
export function squaredError(images: Float32Array, reconstructions: Float32Array, index: number, pixels: number): number {
  let sum = 0;
  for (let at = index * pixels; at < (index + 1) * pixels; at++) sum += ((images[at] ?? NaN) - (reconstructions[at] ?? NaN)) ** 2;
  return sum;
}
