import type { Node, OpNode, OpRules } from './node.ts';
import { rootOf, type Tensor } from './tensor.ts';

/** A node with the lowering it will use: its own, or one that also applies the activation that follows. */
export interface LoweredNode {
  readonly node: Node;
  readonly lower: OpRules['lower'] | null;
  /** The tensor an operation writes: its output, or the output of the activation fused into it. */
  readonly result: Tensor | null;
}

/** The nodes whose results reach an effect or a store, in trace order. */
export function liveNodes(nodes: readonly Node[]): Node[] {
  const needed = new Set<Tensor>();
  const live: Node[] = [];
  for (const node of nodes.toReversed()) {
    if (node.kind === 'op' && !needed.has(node.output)) continue;
    live.push(node);
    for (const input of tensorsReadBy(node)) needed.add(rootOf(input));
  }
  return live.reverse();
}

/** Joins `f(op(…))` into one kernel where `f` is an activation and nothing else reads the result of `op`. */
export function fuseActivations(nodes: readonly Node[]): LoweredNode[] {
  const uses = new Map<Tensor, number>();
  for (const node of nodes) {
    for (const input of tensorsReadBy(node)) uses.set(rootOf(input), (uses.get(rootOf(input)) ?? 0) + 1);
  }
  const fusedInto = new Map<OpNode, OpNode>();
  for (const node of nodes) {
    const producer = node.kind === 'op' && node.rules.activation !== null ? producerOf(node.inputs[0]) : null;
    if (node.kind !== 'op' || !producer?.rules.fuse || producer.section !== node.section) continue;
    if (uses.get(producer.output) === 1) fusedInto.set(producer, node);
  }
  const absorbed = new Set<Node>(fusedInto.values());
  return nodes
    .filter((node) => !absorbed.has(node))
    .map((node): LoweredNode => {
      if (node.kind !== 'op') return { node, lower: null, result: null };
      const activation = fusedInto.get(node);
      if (activation === undefined) return { node, lower: node.rules.lower, result: node.output };
      return { node, lower: node.rules.fuse!(activation.rules.activation!), result: activation.output };
    });
}

export function tensorsReadBy(node: Node): readonly Tensor[] {
  switch (node.kind) {
    case 'op':
      return node.inputs;
    case 'effect':
      return [...node.reads, ...node.updates];
    case 'store':
      return [node.value];
  }
}

function producerOf(tensor: Tensor | undefined): OpNode | null {
  return tensor?.origin.kind === 'op' ? tensor.origin.node : null;
}
