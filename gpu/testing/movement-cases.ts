import type { Shape, Tensor } from '../graph/tensor.ts';
import { concatenate } from '../ops/concatenate.ts';
import { pad, slice } from '../ops/slice.ts';
import { transpose } from '../ops/transpose.ts';
import type { OpCase } from './op-case.ts';
import { TOLERANCES } from './tolerances.ts';

/** A case of an operation that only moves elements. */
export function movement(shape: Shape, apply: (x: Tensor) => Tensor, reference: (x: Float64Array) => Float64Array): OpCase {
  return {
    inputs: [{ shape }],
    apply: ([x]) => apply(x!),
    reference: ([x]) => reference(x!),
    allowed: () => TOLERANCES.exact.factor,
  };
}

const sliceCases: readonly OpCase[] = [
  movement(
    [5],
    (x) => slice(x, 0, 1, 2),
    (x) => x.slice(1, 3),
  ),
  movement(
    [3, 4],
    (x) => slice(x, 0, 1, 2),
    (x) => x.slice(4, 12),
  ),
  movement(
    [2, 3],
    (x) => slice(x, 1, 2, 1),
    (x) => Float64Array.of(x[2]!, x[5]!),
  ),
  movement(
    [2, 3],
    (x) => slice(x, 1, 1, 0),
    () => new Float64Array(0),
  ),
];

const padCases: readonly OpCase[] = [
  movement(
    [2],
    (x) => pad(x, 0, 1, 2),
    (x) => Float64Array.of(0, x[0]!, x[1]!, 0, 0),
  ),
  movement(
    [2, 1],
    (x) => pad(x, 1, 1, 0),
    (x) => Float64Array.of(0, x[0]!, 0, x[1]!),
  ),
  movement(
    [0, 2],
    (x) => pad(x, 0, 0, 1),
    () => new Float64Array(2),
  ),
];

const concatenateCases: readonly OpCase[] = [
  {
    inputs: [{ shape: [2, 3] }, { shape: [2, 1] }, { shape: [2, 2] }],
    apply: ([a, b, c]) => concatenate([a!, b!, c!], 1),
    reference: ([a, b, c]) => Float64Array.of(...a!.slice(0, 3), b![0]!, ...c!.slice(0, 2), ...a!.slice(3), b![1]!, ...c!.slice(2)),
    allowed: () => TOLERANCES.exact.factor,
  },
  {
    inputs: [{ shape: [1, 3] }, { shape: [0, 3] }, { shape: [2, 3] }],
    apply: ([a, b, c]) => concatenate([a!, b!, c!], 0),
    reference: ([a, _, c]) => Float64Array.of(...a!, ...c!),
    allowed: () => TOLERANCES.exact.factor,
  },
];

const MATRICES: readonly (readonly [rows: number, columns: number])[] = [
  [1, 1],
  [3, 2],
  [4, 4],
  [0, 3],
  [67, 31],
];

const transposeCases: readonly OpCase[] = MATRICES.map(([rows, columns]) =>
  movement([rows, columns], transpose, (x) => x.map((_, index) => x[(index % rows) * columns + Math.floor(index / rows)]!)),
);

export const movementCases: Readonly<Record<string, readonly OpCase[]>> = {
  slice: sliceCases,
  pad: padCases,
  concatenate: concatenateCases,
  transpose: transposeCases,
};
