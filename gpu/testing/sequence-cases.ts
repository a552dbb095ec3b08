import type { Shape } from '../graph/tensor.ts';
import { causal } from '../ops/causal.ts';
import { normalize } from '../ops/normalize.ts';
import { movement } from './movement-cases.ts';
import type { OpCase } from './op-case.ts';
import { ROUND_OFF, TOLERANCES } from './tolerances.ts';

const FILL = -1e30;

/** Rows of `[rows, columns]` without their mean, in units of their spread. */
function normalizeReference(x: Float64Array, columns: number, epsilon: number): Float64Array {
  const result = new Float64Array(x.length);
  for (let first = 0; first < x.length; first += columns) {
    const row = x.subarray(first, first + columns);
    const mean = row.reduce((total, value) => total + value, 0) / columns;
    const variance = row.reduce((total, value) => total + (value - mean) ** 2, 0) / columns;
    for (const [column, value] of row.entries()) result[first + column] = (value - mean) / Math.sqrt(variance + epsilon);
  }
  return result;
}

/** A mean and a variance of n terms of at most 2 and 4 each lose n roundings of their size; √ and ÷ a few more of the result's, at most √n. */
function normalizeBound(terms: number, epsilon: number): number {
  return ((8 * terms + TOLERANCES.squareRoot.factor + TOLERANCES.division.factor) * ROUND_OFF * Math.sqrt(terms)) / Math.sqrt(epsilon);
}

function normalizeCases(shapes: readonly Shape[]): OpCase[] {
  return shapes.map((shape, index) => {
    const epsilon = [0.5, 0.125][index % 2]!;
    const columns = shape.at(-1)!;
    return {
      inputs: [{ shape }],
      apply: ([x]) => normalize(x!, epsilon),
      reference: ([x]) => normalizeReference(x!, columns, epsilon),
      allowed: () => normalizeBound(columns, epsilon),
    };
  });
}

export const sequenceCases: Readonly<Record<string, readonly OpCase[]>> = {
  causal: (
    [
      [1, 1],
      [3, 3],
      [2, 4, 4],
      [0, 5, 5],
      [2, 3, 8, 8],
      [7, 19, 19],
    ] as const
  ).map((shape) => {
    const side = shape.at(-1)!;
    return movement(
      shape,
      (x) => causal(x, FILL),
      (x) => x.map((value, index) => (index % side <= Math.floor(index / side) % side ? value : Math.fround(FILL))),
    );
  }),
  normalize: normalizeCases([
    [1, 1],
    [3, 4],
    [2, 5],
    [2, 2, 3],
    [0, 4],
    [131, 10],
    [66, 64],
  ]),
};
