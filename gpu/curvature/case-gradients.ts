import type { Tensor } from '../graph/tensor.ts';
import type { RowArrangement } from '../nn/site.ts';
import { tiedGradients } from '../nn/tied-signals.ts';
import { add } from '../ops/binary.ts';
import { concatenate } from '../ops/concatenate.ts';
import { contract } from '../ops/contract.ts';
import { sum } from '../ops/reduce.ts';
import { gatherRows } from '../ops/rows.ts';
import { ShapeError } from '../runtime/errors.ts';
import type { Signals } from './block.ts';
import { identityMatrix } from './identities.ts';

/**
 * The gradient of every case by a weight, summed over its positions and terms of the loss, `[cases, rows, outputs]` for a
 * weight `[rows, outputs]`.
 * @throws ShapeError for an embedding of its own, whose gradients are mostly zeros.
 */
export function caseGradients({ site, gradients }: Signals): Tensor {
  const { graph } = gradients;
  const { uses, cases, positions } = site.rows;
  const [rows, outputs] = site.weight.shape as readonly [number, number];
  const inRows = (x: Tensor, ...last: readonly number[]): Tensor => graph.reshape(x, [uses, cases, positions, ...last]);
  const withBias = (products: Tensor): Tensor =>
    concatenate([products, graph.reshape(sum(inRows(gradients, outputs), [0, 2]), [cases, 1, outputs])], 1);
  switch (site.use) {
    case 'dense':
      return withBias(caseProducts(site.input, gradients, site.rows));
    case 'channelwise':
      return withBias(contract(inRows(site.input, rows - 1, outputs), inRows(gradients, outputs), 'unpkc,unpc->nkc'));
    case 'tied-embedding': {
      const { rows: ofRows, scores, transposed } = tiedGradients(site, gradients);
      const tokens = gatherRows(identityMatrix(graph, rows), site.input);
      return add(caseProducts(tokens, ofRows, site.rows), caseProducts(scores, transposed.input, transposed.rows));
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
