import type { Tensor } from '../graph/tensor.ts';
import { mean, sum } from '../ops/reduce.ts';
import type { RowArrangement, Site } from '../nn/site.ts';
import type { WeightSharing } from './structure.ts';

/** Rows that a Kronecker block takes for cases, `[rows, …]`. */
export interface SharedRows {
  readonly values: Tensor;
  readonly rows: RowArrangement;
}

/** The inputs of a site: of every position, or their mean over each case. */
export function sharedInputs({ input, rows }: Site, sharing: WeightSharing): SharedRows {
  return sharing === 'expand' || isPlain(rows) ? { values: input, rows } : overPositions(input, rows, mean);
}

/** Preactivation gradients of a site: of every position, or their sum over each case. */
export function sharedGradients({ rows }: Site, gradients: Tensor, sharing: WeightSharing): SharedRows {
  return sharing === 'expand' || isPlain(rows) ? { values: gradients, rows } : overPositions(gradients, rows, sum);
}

/** Whether every case applies the weight once. */
export function isPlain({ uses, positions }: RowArrangement): boolean {
  return uses * positions === 1;
}

function overPositions(x: Tensor, { uses, cases, positions }: RowArrangement, reduce: typeof sum): SharedRows {
  const columns = x.shape[1]!;
  const reduced = reduce(x.graph.reshape(x, [uses, cases, positions, columns]), [0, 2]);
  return { values: reduced, rows: { uses: 1, cases, positions: 1 } };
}
