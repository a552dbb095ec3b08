import type { OpNode } from './node.ts';
import { rootOf, type Tensor } from './tensor.ts';

/** Adds two tensors of one shape; given from outside, since operations live above the graph. */
export type Add = (a: Tensor, b: Tensor) => Tensor;

/**
 * Reverse mode: the products of `cotangent` with the Jacobian of `output` by each of `inputs`; null where `output`
 * does not depend on one. Traces the backward pass into the same graph.
 */
export function reverse(output: Tensor, cotangent: Tensor, inputs: readonly Tensor[], add: Add): (Tensor | null)[] {
  const needed = nodesBetween(output, inputs);
  const cotangents = new Map<Tensor, Tensor>();
  accumulate(cotangents, output, cotangent, add);
  for (const node of needed.toReversed()) {
    const received = cotangents.get(node.output);
    if (received === undefined) continue;
    const produced = node.rules.vjp(received, node.inputs, node.output);
    for (const [index, input] of node.inputs.entries()) {
      const share = produced[index];
      if (share) accumulate(cotangents, input, share, add);
    }
  }
  return inputs.map((input) => cotangents.get(keyOf(input)) ?? null);
}

function accumulate(cotangents: Map<Tensor, Tensor>, tensor: Tensor, share: Tensor, add: Add): void {
  const key = keyOf(tensor);
  const shaped = key === tensor ? share : share.graph.reshape(share, key.shape);
  const before = cotangents.get(key);
  cotangents.set(key, before === undefined ? shaped : add(before, shaped));
}

/** Reshapes share memory with what they show, so they share its cotangent. */
function keyOf(tensor: Tensor): Tensor {
  return rootOf(tensor);
}

/** Nodes on a path from any of `inputs` to `output`, in trace order. */
function nodesBetween(output: Tensor, inputs: readonly Tensor[]): OpNode[] {
  const depends = new Set<Tensor>(inputs.map(keyOf));
  const path: OpNode[] = [];
  for (const node of output.graph.nodes) {
    if (node.kind !== 'op') continue;
    if (node.inputs.some((input) => depends.has(keyOf(input)))) {
      depends.add(node.output);
      path.push(node);
    }
  }
  return path;
}
