import type { Loss } from '../losses/loss.ts';

/** A loss on one example in float64, written from its definition; `target` is the class number or the values. */
export interface LossReference {
  value(z: readonly number[], target: Target): number;
  gradient(z: readonly number[], target: Target): number[];
  /** F_R, `[D][D]`, from its definition. */
  fisher(z: readonly number[]): number[][];
  factorColumn(z: readonly number[], column: number): number[];
  metric(z: readonly number[], target: Target): number;
  predict(z: readonly number[]): number[];
  /** Every outcome of the sampled gradient with its probability; null where there are infinitely many. */
  outcomes(z: readonly number[]): { readonly probability: number; readonly gradient: readonly number[] }[] | null;
}

export type Target = number | readonly number[];

export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}

export function matrixVector(matrix: readonly (readonly number[])[], vector: readonly number[]): number[] {
  return matrix.map((row) => dot(row, vector));
}

/** The derivative of `f` at z along `direction`, by central differences. */
export function directionalDerivative(f: (z: number[]) => readonly number[], z: readonly number[], direction: readonly number[]): number[] {
  const step = 1e-5;
  const at = (sign: number) => f(z.map((value, index) => value + sign * step * direction[index]!));
  const after = at(1);
  const before = at(-1);
  return after.map((value, index) => (value - before[index]!) / (2 * step));
}

function softmax(z: readonly number[]): number[] {
  const largest = Math.max(...z);
  const exponentials = z.map((value) => Math.exp(value - largest));
  const total = exponentials.reduce((sum, value) => sum + value, 0);
  return exponentials.map((value) => value / total);
}

function sigmoid(z: number): number {
  return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
}

/** σ(z)(1 − σ(z)) without cancellation. */
function variance(z: number): number {
  return sigmoid(z) * sigmoid(-z);
}

function diagonal(entries: readonly number[]): number[][] {
  return entries.map((entry, row) => entries.map((_, column) => (row === column ? entry : 0)));
}

export const softmaxReference: LossReference = {
  value(z, label) {
    const largest = Math.max(...z);
    return Math.log(z.reduce((sum, value) => sum + Math.exp(value - largest), 0)) + largest - z[label as number]!;
  },
  gradient: (z, label) => softmax(z).map((p, index) => p - (index === label ? 1 : 0)),
  fisher(z) {
    const p = softmax(z);
    return p.map((pi, i) => p.map((pj, j) => (i === j ? pi : 0) - pi * pj));
  },
  factorColumn(z, column) {
    const p = softmax(z);
    const largest = Math.max(...z);
    const logTotal = Math.log(z.reduce((sum, value) => sum + Math.exp(value - largest), 0)) + largest;
    return p.map((value, index) => Math.exp((z[column]! - logTotal) / 2) * ((index === column ? 1 : 0) - value));
  },
  metric: (z, label) => (z.indexOf(Math.max(...z)) === label ? 1 : 0),
  predict: softmax,
  outcomes(z) {
    const p = softmax(z);
    return p.map((probability, drawn) => ({ probability, gradient: p.map((value, index) => value - (index === drawn ? 1 : 0)) }));
  },
};

export const bernoulliReference: LossReference = {
  value: (z, x) =>
    z.reduce((sum, value, index) => {
      return sum + Math.max(value, 0) - value * (x as readonly number[])[index]! + Math.log1p(Math.exp(-Math.abs(value)));
    }, 0),
  gradient: (z, x) => z.map((value, index) => sigmoid(value) - (x as readonly number[])[index]!),
  fisher: (z) => diagonal(z.map(variance)),
  factorColumn: (z, column) => z.map((value, index) => (index === column ? Math.sqrt(variance(value)) : 0)),
  metric: (z, x) => z.reduce((sum, value, index) => sum + (sigmoid(value) - (x as readonly number[])[index]!) ** 2, 0),
  predict: (z) => z.map(sigmoid),
  outcomes(z) {
    const p = z.map(sigmoid);
    return Array.from({ length: 2 ** z.length }, (_, bits) => {
      const y = p.map((_probability, index) => (bits >> index) & 1);
      return {
        probability: p.reduce((product, value, index) => product * (y[index] === 1 ? value : 1 - value), 1),
        gradient: p.map((value, index) => value - y[index]!),
      };
    });
  },
};

export const squaredErrorReference: LossReference = {
  value: (z, x) => squaredDistance(z, x as readonly number[]) / 2,
  gradient: (z, x) => z.map((value, index) => value - (x as readonly number[])[index]!),
  fisher: (z) => diagonal(z.map(() => 1)),
  factorColumn: (z, column) => z.map((_, index) => (index === column ? 1 : 0)),
  metric: (z, x) => squaredDistance(z, x as readonly number[]),
  predict: (z) => [...z],
  outcomes: () => null,
};

function squaredDistance(z: readonly number[], x: readonly number[]): number {
  return z.reduce((sum, value, index) => sum + (value - x[index]!) ** 2, 0);
}

/** The float64 reference of a loss. */
export function referenceOf({ name }: Loss): LossReference {
  switch (name) {
    case 'softmax-cross-entropy':
      return softmaxReference;
    case 'bernoulli-cross-entropy':
      return bernoulliReference;
    case 'squared-error':
      return squaredErrorReference;
  }
}
