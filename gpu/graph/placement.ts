import type { LoweredNode } from './optimise.ts';
import { tensorsReadBy } from './optimise.ts';
import type { Variable } from './state.ts';
import { rootOf, type Tensor } from './tensor.ts';

/**
 * For every value that a store may let be born in its target: value → target. Allowed where the value is the result
 * of an operation in the same section, is stored nowhere else, and nothing touches the target's variable slice from
 * the birth to the store.
 */
export function placeStores(nodes: readonly LoweredNode[]): ReadonlyMap<Tensor, Tensor> {
  const bornAt = new Map<Tensor, number>();
  for (const [index, { result }] of nodes.entries()) if (result !== null) bornAt.set(result, index);
  const placed = new Map<Tensor, Tensor>();
  for (const [index, { node }] of nodes.entries()) {
    if (node.kind !== 'store') continue;
    const root = rootOf(node.value);
    const birth = bornAt.get(root);
    if (birth === undefined || placed.has(root) || nodes[birth]!.node.section !== node.section) continue;
    const between = nodes.slice(birth, index);
    if (!between.some(({ node: other }) => touches(other, node.target, placed))) placed.set(root, node.target);
  }
  return placed;
}

function touches(node: LoweredNode['node'], target: Tensor, placed: ReadonlyMap<Tensor, Tensor>): boolean {
  const variable = variableOf(target);
  const reads = tensorsReadBy(node).some((tensor) => variableOf(placed.get(rootOf(tensor)) ?? tensor) === variable);
  return reads || (node.kind === 'store' && node.target === target);
}

/** The variable whose memory a tensor shows, if any. */
export function variableOf(tensor: Tensor): Variable | null {
  const { origin } = rootOf(tensor);
  return origin.kind === 'variable' ? origin.variable : null;
}
