import type { FactorSnapshot } from './arm.ts';
import type { FactorInspection, InspectionEvent } from './events.ts';
import { symmetricEigenvalues } from './symmetric-eigenvalues.ts';

const HEATMAP_SIDE = 128;

/** Where a snapshot was taken. */
export type InspectionPlace = Pick<InspectionEvent, 'arm' | 'layer' | 'step'>;

/**
 * Spectra and heatmaps of one block's factors, in float64. A generator that yields often: the spectrum of a wide layer
 * takes a second, which a session spreads between its training steps.
 */
export function* inspectFactors(place: InspectionPlace, snapshot: FactorSnapshot): Generator<undefined, InspectionEvent> {
  const a = yield* inspectFactor(snapshot.a, snapshot.aSize, snapshot.aDamping);
  const g = yield* inspectFactor(snapshot.g, snapshot.gSize, snapshot.gDamping);
  return { type: 'inspection', ...place, a, g, lambda: snapshot.lambda, pi: snapshot.pi };
}

function* inspectFactor(factor: Float32Array, size: number, damping: number): Generator<undefined, FactorInspection> {
  const eigenvalues = yield* symmetricEigenvalues(factor, size);
  const largest = eigenvalues[0] ?? 0;
  const smallest = eigenvalues.at(-1) ?? 0;
  return {
    size,
    eigenvalues,
    damping,
    condition: conditionNumber(largest, smallest),
    dampedCondition: conditionNumber(largest + damping, smallest + damping),
    heatmap: heatmap(factor, size),
  };
}

/** Infinity for a matrix that is singular or, by rounding, not positive; NaN for one with NaNs. */
function conditionNumber(largest: number, smallest: number): number {
  if (Number.isNaN(smallest)) return NaN;
  return smallest > 0 ? largest / smallest : Infinity;
}

/** The mean |value| of each cell when `[size, size]` is cut into at most 128 × 128 nearly equal cells. */
export function heatmap(matrix: Float32Array, size: number): { readonly side: number; readonly values: Float32Array } {
  const side = Math.min(size, HEATMAP_SIDE);
  const values = new Float32Array(side * side);
  const edge = (cell: number): number => Math.floor((cell * size) / side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      let sum = 0;
      for (let i = edge(row); i < edge(row + 1); i++) {
        for (let j = edge(column); j < edge(column + 1); j++) sum += Math.abs(matrix[i * size + j]!);
      }
      values[row * side + column] = sum / ((edge(row + 1) - edge(row)) * (edge(column + 1) - edge(column)));
    }
  }
  return { side, values };
}
