import { rootOf, sameShape, type Tensor } from './tensor.ts';

/**
 * Forward mode: the tangent of `output` when each input moves along its tangent; null when it does not move. Traces
 * the tangent pass into the same graph.
 */
export function forward(output: Tensor, tangents: ReadonlyMap<Tensor, Tensor>): Tensor | null {
  const known = new Map<Tensor, Tensor | null>([...tangents].map(([input, tangent]) => [rootOf(input), inShape(tangent, rootOf(input))]));
  const tangentOf = (tensor: Tensor): Tensor | null => {
    const tangent = known.get(rootOf(tensor)) ?? null;
    return tangent === null ? null : inShape(tangent, tensor);
  };
  const end = output.graph.nodes.length;
  for (const node of output.graph.nodes.slice(0, end)) {
    if (node.kind !== 'op' || known.has(node.output)) continue;
    const incoming = node.inputs.map(tangentOf);
    if (incoming.some((tangent) => tangent !== null)) known.set(node.output, node.rules.jvp(incoming, node.inputs, node.output));
    if (node.output === rootOf(output)) break;
  }
  return tangentOf(output);
}

function inShape(tangent: Tensor, { shape }: Tensor): Tensor {
  return sameShape(tangent.shape, shape) ? tangent : tangent.graph.reshape(tangent, shape);
}
