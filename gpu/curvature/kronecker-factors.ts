import type { Graph } from '../graph/graph.ts';
import type { Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Site } from '../nn/site.ts';
import { accumulateGram } from '../ops/gram.ts';
import { slice } from '../ops/slice.ts';
import type { Signals } from './block.ts';
import type { EmbeddingLayout, KroneckerLayout, SideMatrix } from './factor-layout.ts';
import { sharedGradients, sharedInputs } from './shared-rows.ts';
import { inputPart } from './sides.ts';
import type { WeightSharing } from './structure.ts';

/** Moves the averages A of a block by the inputs of a batch, means over their rows; `coefficients` `[2]` are decay and weight. */
export function accumulateInputs(graph: Graph, { a, sharing }: KroneckerLayout, factors: Variable, site: Site, coefficients: Tensor): void {
  const { values } = sharedInputs(site, sharing);
  const scale = 1 / values.shape[0]!;
  for (const part of a) {
    accumulateGram(inputPart(values, part), coefficients, factorOf(graph, factors, part), { homogeneous: part === a.at(-1), scale });
  }
}

/**
 * Moves the averages G by preactivation gradients: sums over their rows, means over the terms of the loss, so that A ⊗ G
 * counts a weight's positions as often as it has them.
 */
export function accumulatePreactivationGradients(
  graph: Graph,
  { g, sharing = 'expand' }: Pick<KroneckerLayout | EmbeddingLayout, 'g'> & { readonly sharing?: WeightSharing },
  factors: Variable,
  { site, gradients }: Signals,
  coefficients: Tensor,
): void {
  const { values } = sharedGradients(site, gradients, sharing);
  const scale = 1 / site.terms;
  for (const part of g) {
    accumulateGram(slice(values, 1, part.start, part.size), coefficients, factorOf(graph, factors, part), { scale });
  }
}

function factorOf(graph: Graph, factors: Variable, { offset, size }: SideMatrix): Tensor {
  return graph.read(factors, [size, size], offset);
}
