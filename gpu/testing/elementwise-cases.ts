import type { Shape, Tensor } from '../graph/tensor.ts';
import * as binary from '../ops/binary.ts';
import { broadcastShapes } from '../ops/broadcast-shape.ts';
import { combine } from '../ops/combine.ts';
import * as unary from '../ops/unary.ts';
import type { Allowed } from './expect-close.ts';
import type { CaseInput, OpCase } from './op-case.ts';
import { broadcastReference } from './op-references.ts';
import { TOLERANCES, ulp, ulps } from './tolerances.ts';

type Pointwise = (x: number) => number;
type Bound = (operands: readonly Float64Array[]) => Allowed;

const ELEMENTWISE_SHAPES: readonly Shape[] = [[1], [4], [7], [3, 4], [1031], [0], [2, 0, 3]];

function pointwise(apply: (x: Tensor) => Tensor, reference: Pointwise, allowed: Bound, range: Omit<CaseInput, 'shape'> = {}): OpCase[] {
  return ELEMENTWISE_SHAPES.map((shape) => ({
    inputs: [{ shape, ...range }],
    apply: ([x]) => apply(x!),
    reference: ([x]) => x!.map((value) => reference(value)),
    allowed,
  }));
}

const WITHIN_BOUNDED: Bound = () => TOLERANCES.bounded.factor;
const POSITIVE = { minimum: 0.125, maximum: 4 };

const logisticFunction: Pointwise = (x) => 1 / (1 + Math.exp(-x));
const geluFunction: Pointwise = (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
const geluDerivative: Pointwise = (x) => {
  const t = Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3));
  return (1 + t) / 2 + (x / 2) * (1 - t * t) * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
};

/** Shapes that take every kernel: whole, row, column and scalar operands on either side, and general strides. */
export const PAIRS: readonly (readonly [Shape, Shape])[] = [
  [[1], [1]],
  [[7], [7]],
  [
    [2, 4],
    [2, 4],
  ],
  [[3, 4], [4]],
  [[4], [3, 4]],
  [
    [3, 4],
    [3, 1],
  ],
  [
    [3, 1],
    [3, 4],
  ],
  [[3, 4], [1]],
  [[1], [3, 4]],
  [[3, 5], [5]],
  [
    [3, 1],
    [1, 4],
  ],
  [
    [2, 3, 2],
    [3, 1],
  ],
  [
    [2, 1, 2, 1],
    [3, 1, 2],
  ],
  [[0, 4], [4]],
  [[97, 52], [52]],
];

function pairwise(apply: (a: Tensor, b: Tensor) => Tensor, reference: (a: number, b: number) => number, allowed: Bound): OpCase[] {
  return PAIRS.map(([a, b]) => ({
    inputs: [{ shape: a }, { shape: b, ...POSITIVE }],
    apply: ([left, right]) => apply(left!, right!),
    reference: ([left, right]) => {
      const shape = broadcastShapes('reference', a, b);
      const others = broadcastReference(right!, b, shape);
      return broadcastReference(left!, a, shape).map((value, index) => reference(value, others[index]!));
    },
    allowed,
  }));
}

const ARITHMETIC: Bound = () => ulps(TOLERANCES.arithmetic.factor);
const DIVISION: Bound = () => ulps(TOLERANCES.division.factor);
const NEAR_GELU: Bound = () => 4 * TOLERANCES.bounded.factor;

export const elementwiseCases: Readonly<Record<string, readonly OpCase[]>> = {
  affine: pointwise(
    (x) => unary.affine(x, -1.5, 0.25),
    (x) => -1.5 * x + 0.25,
    () => ulp(3.5),
  ),
  negate: pointwise(
    unary.negate,
    (x) => -x,
    () => TOLERANCES.exact.factor,
  ),
  relu: pointwise(
    unary.relu,
    (x) => Math.max(x, 0),
    () => TOLERANCES.exact.factor,
  ),
  tanh: pointwise(unary.tanh, Math.tanh, WITHIN_BOUNDED, { minimum: -12, maximum: 12 }),
  sigmoid: pointwise(unary.sigmoid, logisticFunction, WITHIN_BOUNDED, { minimum: -12, maximum: 12 }),
  gelu: pointwise(unary.gelu, geluFunction, NEAR_GELU, { minimum: -4, maximum: 4 }),
  exp: pointwise(
    unary.exp,
    Math.exp,
    ([x]) =>
      (expected, index) =>
        TOLERANCES.exponential.factor * (3 + 2 * Math.abs(x![index]!)) * ulp(expected),
  ),
  log: pointwise(
    unary.log,
    Math.log,
    ([x]) =>
      (expected, index) =>
        x![index]! >= 0.5 && x![index]! <= 2 ? TOLERANCES.logarithmNearOne.factor : TOLERANCES.logarithm.factor * ulp(expected),
    POSITIVE,
  ),
  square: pointwise(unary.square, (x) => x * x, ARITHMETIC),
  squareRoot: pointwise(unary.squareRoot, Math.sqrt, () => ulps(TOLERANCES.squareRoot.factor), POSITIVE),
  reciprocal: pointwise(unary.reciprocal, (x) => 1 / x, DIVISION, POSITIVE),
  unaryGradient: (['gelu', 'tanh', 'log'] as const).map((kind) => ({
    inputs: [{ shape: [5], ...POSITIVE }, { shape: [5] }],
    apply: ([source, cotangent]) => unary.unaryGradient(kind, source!, cotangent!),
    reference: ([source, cotangent]) =>
      source!.map((x, index) => cotangent![index]! * { gelu: geluDerivative(x), tanh: 1 - x * x, log: 1 / x }[kind]),
    allowed: () => 64 * TOLERANCES.bounded.factor,
  })),
  add: pairwise(binary.add, (a, b) => a + b, ARITHMETIC),
  subtract: pairwise(binary.subtract, (a, b) => a - b, ARITHMETIC),
  multiply: pairwise(binary.multiply, (a, b) => a * b, ARITHMETIC),
  divide: pairwise(binary.divide, (a, b) => a / b, DIVISION),
  combine: ELEMENTWISE_SHAPES.map((shape) => ({
    inputs: [{ shape }, { shape }],
    apply: ([x, y]) => combine(x!, -1.5, y!, 0.25),
    reference: ([x, y]) => x!.map((value, index) => -1.5 * value + 0.25 * y![index]!),
    // Two products and a sum of at most 3 + 0.5.
    allowed: () => 2 * ulp(3.5),
  })),
};
