import type { RealTargets } from './dataset.ts';
import type { TargetScore } from './events.ts';

/** How well standardised predictions `[count, columns]` tell the first `count` rows of the targets, a score a column. */
export function scoreTargets(predictions: Float32Array, { columns, values }: RealTargets): readonly TargetScore[] {
  const count = predictions.length / columns.length;
  return columns.map(({ name, deviation }, column) => {
    let mean = 0;
    for (let row = 0; row < count; row++) mean += values[row * columns.length + column]! / count;
    let error = 0;
    let variance = 0;
    for (let at = column; at < predictions.length; at += columns.length) {
      error += (predictions[at]! - values[at]!) ** 2 / count;
      variance += (values[at]! - mean) ** 2 / count;
    }
    return { name, meanSquaredError: error * deviation ** 2, rSquared: variance > 0 ? 1 - error / variance : NaN };
  });
}

/** The mean of the scores' R². */
export function meanRSquared(scores: readonly TargetScore[]): number {
  return scores.reduce((sum, { rSquared }) => sum + rSquared, 0) / scores.length;
}
