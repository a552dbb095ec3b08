import type { Tensor } from '../graph/tensor.ts';
import type { RowArrangement } from '../nn/site.ts';
import { concatenate } from '../ops/concatenate.ts';
import { contract } from '../ops/contract.ts';
import { sum } from '../ops/reduce.ts';
import { ShapeError } from '../runtime/errors.ts';
import type { Signals } from './block.ts';

/**
 * The gradient of every case by a weight, summed over its positions and terms of the loss, `[cases, rows, outputs]` for a
 * weight `[rows, outputs]`.
 * @throws ShapeError for an embedding, whose gradients are mostly zeros.
 */
export function caseGradients({ site, gradients }: Signals): Tensor {
  const { graph } = gradients;
  const { uses, cases, positions } = site.rows;
  const outputs = gradients.shape[1]!;
  const inRows = (x: Tensor, ...last: readonly number[]): Tensor => graph.reshape(x, [uses, cases, positions, ...last]);
  const bias = graph.reshape(sum(inRows(gradients, outputs), [0, 2]), [cases, 1, outputs]);
  switch (site.use) {
    case 'dense':
      return concatenate([caseProducts(site.input, gradients, site.rows), bias], 1);
    case 'channelwise': {
      const taps = site.weight.shape[0]! - 1;
      return concatenate([contract(inRows(site.input, taps, outputs), inRows(gradients, outputs), 'unpkc,unpc->nkc'), bias], 1);
    }
    case 'embedding':
      throw new ShapeError(
        `block ${site.name}: expected a dense or channelwise weight, got an embedding; use a Kronecker or diagonal block`,
      );
  }
}

/** Σ x gᵀ over the positions of each case, `[cases, columns of x, columns of g]`. */
export function caseProducts(x: Tensor, g: Tensor, { uses, cases, positions }: RowArrangement): Tensor {
  const inRows = (side: Tensor): Tensor => side.graph.reshape(side, [uses, cases, positions, side.shape[1]!]);
  return contract(inRows(x), inRows(g), 'unpi,unpo->nio');
}
