/** A model on one fixed batch in float64, as a function of its weights: outputs `[terms · D]`, row-major. */
export type Float64Model = (weights: readonly Float64Array[]) => ArrayLike<number>;

const STEP = 1e-5;

/**
 * The generalised Gauss–Newton block of one weight, mean over terms of Jᵀ (B Bᵀ) J with J by central differences, `[P, P]`
 * by rows.
 * @param columns of B for the outputs of one term
 */
export function gaussNewtonOf(
  model: Float64Model,
  weights: readonly Float64Array[],
  index: number,
  dimension: number,
  columns: (outputs: readonly number[]) => readonly (readonly number[])[],
): Float64Array {
  const jacobian = jacobianOf(model, weights, index);
  const size = jacobian.length;
  const outputs = Array.from(model(weights));
  const terms = outputs.length / dimension;
  const block = new Float64Array(size * size);
  for (let term = 0; term < terms; term++) {
    for (const column of columns(outputs.slice(term * dimension, (term + 1) * dimension))) {
      const pulled = jacobian.map((slopes) => column.reduce((sum, value, output) => sum + value * slopes[term * dimension + output]!, 0));
      for (let row = 0; row < size; row++) {
        for (let other = 0; other < size; other++) block[row * size + other]! += (pulled[row]! * pulled[other]!) / terms;
      }
    }
  }
  return block;
}

/** Slopes of all outputs by every element of one weight. */
function jacobianOf(model: Float64Model, weights: readonly Float64Array[], index: number): number[][] {
  return Array.from(weights[index]!, (_, element) => {
    const at = (step: number): ArrayLike<number> =>
      model(
        weights.map((weight, other) =>
          other === index ? weight.map((value, place) => (place === element ? value + step : value)) : weight,
        ),
      );
    const [above, below] = [at(STEP), at(-STEP)];
    return Array.from(above, (value, output) => (value - below[output]!) / (2 * STEP));
  });
}
