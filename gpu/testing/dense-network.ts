import type { Loss } from '../losses/loss.ts';
import { referenceOf } from './loss-reference.ts';

/** A dense network in float64 loops, the truth that curvature is compared with. Weights are `[inputs + 1, outputs]`. */
export interface DenseNetwork {
  readonly weights: readonly (readonly number[][])[];
  /** Between layers; the last layer is linear. */
  readonly activation: 'linear' | 'tanh' | 'relu';
}

/** One case: homogeneous inputs of every layer and the outputs. */
export interface CaseTrace {
  readonly inputs: readonly number[][];
  readonly outputs: number[];
}

const ACTIVATIONS = { linear: (x: number) => x, tanh: Math.tanh, relu: (x: number) => Math.max(x, 0) };
/** Derivatives from outputs. */
const SLOPES = { linear: () => 1, tanh: (y: number) => 1 - y ** 2, relu: (y: number) => (y > 0 ? 1 : 0) };

/** Forward pass of one case. */
export function traceCase({ weights, activation }: DenseNetwork, input: ArrayLike<number>): CaseTrace {
  const inputs: number[][] = [];
  let signal = Array.from(input);
  for (const [layer, weight] of weights.entries()) {
    const homogeneous = [...signal, 1];
    inputs.push(homogeneous);
    const preactivation = weight[0]!.map((_, output) => homogeneous.reduce((sum, value, row) => sum + value * weight[row]![output]!, 0));
    signal = layer === weights.length - 1 ? preactivation : preactivation.map(ACTIVATIONS[activation]);
  }
  return { inputs, outputs: signal };
}

/** Pulls a cotangent of the outputs back to the preactivations of every layer. */
export function backward({ weights, activation }: DenseNetwork, trace: CaseTrace, cotangent: readonly number[]): number[][] {
  const gradients: number[][] = [];
  let gradient = [...cotangent];
  for (let layer = weights.length - 1; layer >= 0; layer--) {
    gradients[layer] = gradient;
    if (layer === 0) break;
    const signal = trace.inputs[layer]!;
    const below = weights[layer]!;
    gradient = Array.from({ length: signal.length - 1 }, (_, row) => {
      const pulled = gradient.reduce((sum, value, output) => sum + value * below[row]![output]!, 0);
      return pulled * SLOPES[activation](signal[row]!);
    });
  }
  return gradients;
}

/** The gradient of the mean of ½‖outputs − target‖² by every weight, `[inputs + 1, outputs]` row-major. */
export function squaredErrorGradients(
  network: DenseNetwork,
  inputs: readonly ArrayLike<number>[],
  targets: readonly (readonly number[])[],
): Float64Array[] {
  const totals = network.weights.map((weight) => new Float64Array(weight.length * weight[0]!.length));
  for (const [index, input] of inputs.entries()) {
    const trace = traceCase(network, input);
    const gradients = backward(
      network,
      trace,
      trace.outputs.map((value, output) => value - targets[index]![output]!),
    );
    for (const [layer, total] of totals.entries()) {
      const columns = gradients[layer]!;
      for (const [row, value] of trace.inputs[layer]!.entries()) {
        for (const [column, gradient] of columns.entries()) total[row * columns.length + column]! += (value * gradient) / inputs.length;
      }
    }
  }
  return totals;
}

/**
 * The diagonal block of the generalised Gauss–Newton matrix for one layer, mean over cases of Jᵀ (B Bᵀ) J by explicit
 * columns, `[P, P]` with the weight flattened row by row.
 * @param factor columns of B for one case, from its outputs.
 */
export function gaussNewtonBlock(
  network: DenseNetwork,
  cases: readonly ArrayLike<number>[],
  layer: number,
  factor: (outputs: readonly number[], index: number) => readonly (readonly number[])[],
): number[][] {
  const weight = network.weights[layer]!;
  const size = weight.length * weight[0]!.length;
  const block = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (const [index, input] of cases.entries()) {
    const trace = traceCase(network, input);
    for (const column of factor(trace.outputs, index)) {
      const gradients = backward(network, trace, column)[layer]!;
      const flat = trace.inputs[layer]!.flatMap((value) => gradients.map((gradient) => value * gradient));
      for (const [row, left] of flat.entries()) {
        for (const [position, right] of flat.entries()) block[row]![position]! += (left * right) / cases.length;
      }
    }
  }
  return block;
}

/** A ⊗ G for row-major square matrices, row-major. */
export function kronecker(a: ArrayLike<number>, aSize: number, g: ArrayLike<number>, gSize: number): Float64Array {
  const size = aSize * gSize;
  const product = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const left = a[Math.floor(row / gSize) * aSize + Math.floor(column / gSize)]!;
      product[row * size + column] = left * g[(row % gSize) * gSize + (column % gSize)]!;
    }
  }
  return product;
}

/** The mean gradient of one weight, flattened row by row; `lossGradient` gives that of one case by its outputs. */
export function meanWeightGradient(
  network: DenseNetwork,
  cases: readonly ArrayLike<number>[],
  layer: number,
  lossGradient: (outputs: readonly number[], index: number) => readonly number[],
): number[] {
  const sums: number[] = [];
  for (const [index, input] of cases.entries()) {
    const trace = traceCase(network, input);
    const gradient = backward(network, trace, lossGradient(trace.outputs, index))[layer]!;
    const flat = trace.inputs[layer]!.flatMap((value) => gradient.map((slope) => value * slope));
    for (const [at, value] of flat.entries()) sums[at] = (sums[at] ?? 0) + value / cases.length;
  }
  return sums;
}

/** `[rows, columns]` nested rows of a flat row-major array. */
export function rowsOf(values: ArrayLike<number>, columns: number): number[][] {
  return Array.from({ length: values.length / columns }, (_, row) =>
    Array.from({ length: columns }, (_, column) => values[row * columns + column]!),
  );
}

/** Columns of the Fisher factor of a loss in float64. */
export function fisherColumns(loss: Loss): (outputs: readonly number[]) => number[][] {
  const reference = referenceOf(loss);
  return (outputs) => outputs.map((_, column) => reference.factorColumn([...outputs], column));
}

/** Largest difference over the largest expected magnitude; NaN where anything is not finite or lengths differ. */
export function relativeError(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (got.length !== expected.length) return NaN;
  const differences = Array.from(got, (value, index) => Math.abs(value - expected[index]!));
  return Math.max(...differences) / Math.max(...Array.from(expected, Math.abs));
}
