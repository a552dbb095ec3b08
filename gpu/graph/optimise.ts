import { ALWAYS } from './graph.ts';
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

/**
 * The nodes at their places, with operations of every replay whose results a single section reads made part of that section: a
 * replay that leaves it out need not compute them. A section that is repeated takes none, since what it reads stays the same.
 */
export function sinkIntoSections(nodes: readonly Node[], repeats: ReadonlyMap<string, number>): Node[] {
  const readers = new Map<Tensor, Set<string>>();
  const sunk: Node[] = [];
  for (const node of nodes.toReversed()) {
    const sections = node.kind === 'op' && node.section === ALWAYS ? [...(readers.get(node.output) ?? [])] : [];
    const [only] = sections;
    const section = sections.length === 1 && !repeats.has(only!) ? only! : node.section;
    for (const input of tensorsReadBy(node)) {
      const root = rootOf(input);
      readers.set(root, (readers.get(root) ?? new Set<string>()).add(section));
    }
    sunk.push(section === node.section ? node : { ...node, section });
  }
  return sunk.reverse();
}

/** Joins `f(op(…))` into one kernel where `f` is an activation and nothing else reads the result of `op`. */
export function fuseActivations(nodes: readonly Node[]): LoweredNode[] {
  const uses = new Map<Tensor, number>();
  for (const node of nodes) {
    for (const input of tensorsReadBy(node)) uses.set(rootOf(input), (uses.get(rootOf(input)) ?? 0) + 1);
  }
  const producers = new Map<Tensor, OpNode>();
  for (const node of nodes) if (node.kind === 'op') producers.set(node.output, node);
  const fusedInto = new Map<OpNode, OpNode>();
  for (const node of nodes) {
    const producer = node.kind === 'op' && node.rules.activation !== null ? producers.get(rootOf(node.inputs[0]!)) : undefined;
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
