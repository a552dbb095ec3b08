import type { EvaluationInput } from './evaluate-graph.ts';
import { Seeded } from './seeded.ts';
import { bernoulliCrossEntropy } from '../losses/bernoulli-cross-entropy.ts';
import type { Loss } from '../losses/loss.ts';
import { referenceOf, type LossReference, type Target } from './loss-reference.ts';
import { softmaxCrossEntropy } from '../losses/softmax-cross-entropy.ts';
import { squaredError } from '../losses/squared-error.ts';

/** Every loss beside its float64 reference. */
export const LOSSES: readonly { readonly name: string; readonly loss: Loss; readonly reference: LossReference }[] = [
  softmaxCrossEntropy,
  bernoulliCrossEntropy,
  squaredError,
].map((loss) => ({ name: loss.name, loss, reference: referenceOf(loss) }));

/** Outputs `[N, D]`, targets that fit the loss, and two vectors `[N, D]` to multiply with, for the GPU and as rows. */
export interface LossCase {
  readonly inputs: Readonly<Record<'outputs' | 'targets' | 'vector' | 'other', EvaluationInput>>;
  readonly rows: readonly { readonly z: number[]; readonly target: Target; readonly v: number[]; readonly u: number[] }[];
}

/** A seeded case; with `outputs` given, those in place of random ones of standard deviation 2. */
export function lossCase(loss: Loss, rows: number, columns: number, outputs?: Float32Array): LossCase {
  const seeded = new Seeded(rows * 1000 + columns);
  const shape = [rows, columns];
  const z = outputs ?? seeded.normals(rows * columns, 2);
  const labels = seeded.integers(rows, 0, columns - 1);
  const goals = seeded.uniforms(rows * columns, 0, 1);
  const vector = seeded.normals(rows * columns);
  const other = seeded.normals(rows * columns);
  const targets = loss.targets === 'labels' ? { shape: [rows], data: labels } : { shape, data: goals };
  const rowOf = (data: Float32Array, row: number) => [...data.subarray(row * columns, (row + 1) * columns)];
  return {
    inputs: { outputs: { shape, data: z }, targets, vector: { shape, data: vector }, other: { shape, data: other } },
    rows: Array.from({ length: rows }, (_, row) => ({
      z: rowOf(z, row),
      target: loss.targets === 'labels' ? labels[row]! : rowOf(goals, row),
      v: rowOf(vector, row),
      u: rowOf(other, row),
    })),
  };
}
