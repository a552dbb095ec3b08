import type { AdapterFacts } from '../runtime/adapter-facts.ts';
import type { Node, OpNode } from './node.ts';
import { variableOf } from './placement.ts';
import type { Tensor } from './tensor.ts';

/**
 * The nodes, with every operation that can pass an input by on this adapter reading what that was made from. Where nothing
 * else reads the input it is not made at all. Not taken where a variable that would be read later than traced changes in between.
 */
export function takeWaysAround(nodes: readonly Node[], repeats: ReadonlyMap<string, number>, facts: AdapterFacts): Node[] {
  const places = new Map<OpNode, number>();
  return nodes.map((node, place): Node => {
    const mayPass = (past: OpNode, inputs: readonly Tensor[]): boolean => {
      const seen = places.get(past);
      return seen !== undefined && !mayChange(nodes, { from: seen, to: place }, inputs, repeats);
    };
    switch (node.kind) {
      case 'op': {
        places.set(node, place);
        const detour = node.rules.wayAround(facts, node.inputs, node.output);
        if (detour === null || !mayPass(detour.past, detour.inputs)) return node;
        const { inputs, lower, fuse } = detour;
        return { ...node, inputs, rules: { ...node.rules, lower, fuse } };
      }
      case 'effect': {
        const detour = node.wayAround?.(facts) ?? null;
        if (!detour?.past.every((past) => mayPass(past, detour.reads))) return node;
        return { ...node, reads: detour.reads, lower: detour.lower };
      }
      case 'store':
        return node;
    }
  });
}

/** Whether a variable that inputs show may change between two places; a repeated section comes back to its beginning. */
function mayChange(
  nodes: readonly Node[],
  { from, to }: { readonly from: number; readonly to: number },
  inputs: readonly Tensor[],
  repeats: ReadonlyMap<string, number>,
): boolean {
  const variables = new Set(inputs.flatMap((input) => variableOf(input) ?? []));
  if (variables.size === 0) return false;
  if (nodes[to]!.section !== nodes[from]!.section && repeats.has(nodes[to]!.section)) return true;
  return nodes.slice(from, to).some((node) => {
    const written = node.kind === 'effect' ? node.updates : node.kind === 'store' ? [node.target] : [];
    return written.some((tensor) => {
      const variable = variableOf(tensor);
      return variable !== null && variables.has(variable);
    });
  });
}
