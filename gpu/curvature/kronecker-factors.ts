import type { Graph } from '../graph/graph.ts';
import type { Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { accumulateGram } from '../ops/gram.ts';
import { slice } from '../ops/slice.ts';
import type { KroneckerLayout, SideMatrix } from './factor-layout.ts';
import { inputPart } from './sides.ts';

/** Moves the averages A of a block by the inputs `[N, inputs]` of a batch; `coefficients` `[2]` are decay and weight. */
export function accumulateInputs(graph: Graph, { a }: KroneckerLayout, factors: Variable, input: Tensor, coefficients: Tensor): void {
  const scale = 1 / input.shape[0]!;
  for (const part of a) {
    accumulateGram(inputPart(input, part), coefficients, factorOf(graph, factors, part), { homogeneous: part === a.at(-1), scale });
  }
}

/** Moves the averages G by preactivation gradients `[N, outputs]` of single cases. */
export function accumulatePreactivationGradients(
  graph: Graph,
  { g }: KroneckerLayout,
  factors: Variable,
  gradients: Tensor,
  coefficients: Tensor,
): void {
  const scale = 1 / gradients.shape[0]!;
  for (const part of g) {
    accumulateGram(slice(gradients, 1, part.start, part.size), coefficients, factorOf(graph, factors, part), { scale });
  }
}

function factorOf(graph: Graph, factors: Variable, { offset, size }: SideMatrix): Tensor {
  return graph.read(factors, [size, size], offset);
}
