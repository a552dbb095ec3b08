import { sizeOf, type Shape, type Tensor } from '../graph/tensor.ts';
import { broadcastShapes } from '../ops/broadcast-shape.ts';
import { broadcastTo, dot, mean, sum, sumTo } from '../ops/reduce.ts';
import { logSoftmax, softmax } from '../ops/softmax.ts';
import { PAIRS } from './elementwise-cases.ts';
import { movement } from './movement-cases.ts';
import type { OpCase } from './op-case.ts';
import { broadcastReference, softmaxReference, sumReference } from './op-references.ts';
import { sumBound, TOLERANCES } from './tolerances.ts';

const SUMS: readonly { readonly shape: Shape; readonly axes: readonly number[] }[] = [
  { shape: [1], axes: [0] },
  { shape: [7], axes: [0] },
  { shape: [8], axes: [-1] },
  { shape: [3, 4], axes: [0] },
  { shape: [3, 4], axes: [1] },
  { shape: [4, 3], axes: [0, 1] },
  { shape: [2, 3, 2], axes: [1] },
  { shape: [2, 3, 2], axes: [0, 2] },
  { shape: [0, 3], axes: [0] },
  { shape: [3, 0], axes: [0] },
  { shape: [3, 0], axes: [1] },
  { shape: [263_171], axes: [0] },
  { shape: [1100, 36], axes: [0] },
  { shape: [5, 2500], axes: [1] },
];

function sums(apply: (x: Tensor, axes: readonly number[]) => Tensor, weight: (terms: number) => number): OpCase[] {
  return SUMS.map(({ shape, axes }) => {
    const to = shape.map((extent, axis) => (axes.includes(axis) || axes.includes(axis - shape.length) ? 1 : extent));
    const terms = sizeOf(to) === 0 ? 1 : Math.max(1, sizeOf(shape) / sizeOf(to));
    return {
      inputs: [{ shape }],
      apply: ([x]) => apply(x!, axes),
      reference: ([x]) => sumReference(x!, shape, to).map((total) => total * weight(terms)),
      // A tree of runs of sixteen: far fewer roundings an element than terms.
      allowed: ([x]) => sumReference(x!.map(Math.abs), shape, to).map((total) => sumBound(Math.min(terms, 100) + 2, total * weight(terms))),
    };
  });
}

function rows(apply: (x: Tensor) => Tensor, logarithm: boolean): OpCase[] {
  return [[1], [1, 7], [3, 4], [2, 2, 3], [0, 5], [131, 10], [66, 64]].map((shape) => ({
    inputs: [{ shape, minimum: -3, maximum: 3 }],
    apply: ([x]) => apply(x!),
    reference: ([x]) => softmaxReference(x!, shape.at(-1)!, logarithm),
    allowed: () => TOLERANCES.bounded.factor,
  }));
}

export const reductionCases: Readonly<Record<string, readonly OpCase[]>> = {
  sum: sums(
    (x, axes) => sum(x, axes),
    () => 1,
  ),
  mean: sums(
    (x, axes) => mean(x, axes, { keepAxes: true }),
    (terms) => 1 / terms,
  ),
  dot: [[1], [7], [2, 4], [0], [60_001], [300_000]].map((shape) => ({
    inputs: [{ shape }, { shape }],
    apply: ([a, b]) => dot(a!, b!),
    reference: ([a, b]) => [a!.reduce((total, value, index) => total + value * b![index]!, 0)],
    allowed: ([a, b]) => [
      sumBound(
        Math.min(sizeOf(shape), 100) + 2,
        a!.reduce((total, value, index) => total + Math.abs(value * b![index]!), 0),
      ),
    ],
  })),
  broadcastTo: PAIRS.map(([a, b]) => {
    const shape = broadcastShapes('reference', a, b);
    return movement(
      b,
      (x) => broadcastTo(x, shape),
      (x) => broadcastReference(x, b, shape),
    );
  }),
  sumTo: PAIRS.slice(0, -1).map(([a, b]) => {
    const shape = broadcastShapes('reference', a, b);
    return {
      inputs: [{ shape }],
      apply: ([x]) => sumTo(x!, b),
      reference: ([x]) => sumReference(x!, shape, b),
      allowed: () => sumBound(sizeOf(shape), 2 * sizeOf(shape)),
    };
  }),
  softmax: rows(softmax, false),
  logSoftmax: rows(logSoftmax, true),
};
