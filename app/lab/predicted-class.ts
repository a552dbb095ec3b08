/** Most probable class of row `row` of `[rows, classes]` probabilities; -1 where one of them is not finite. */
export function predictedClass(probabilities: Float32Array, row: number, classes: number): number {
  let best = 0;
  for (let label = 0; label < classes; label++) {
    const probability = probabilities[row * classes + label] ?? NaN;
    if (!Number.isFinite(probability)) return -1;
    if (probability > (probabilities[row * classes + best] ?? NaN)) best = label;
  }
  return best;
}
