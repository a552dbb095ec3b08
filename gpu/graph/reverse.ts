import type { OpNode } from './node.ts';
import { rootOf, sameShape, type Tensor } from './tensor.ts';

/** How shares of a cotangent become one; given from outside, since operations live above the graph. */
export interface Joins {
  /** Adds two tensors of one shape. */
  add(a: Tensor, b: Tensor): Tensor;
  /** Tensors one after the other along an axis. */
  concatenate(parts: readonly [Tensor, ...Tensor[]], axis: number): Tensor;
}

/**
 * Reverse mode: the products of `cotangent` with the Jacobian of `output` by each of `inputs`; null where `output`
 * does not depend on one. Traces the backward pass into the same graph.
 */
export function reverse(output: Tensor, cotangent: Tensor, inputs: readonly Tensor[], joins: Joins): (Tensor | null)[] {
  const needed = nodesBetween(output, inputs);
  const cotangents = new Cotangents(joins);
  cotangents.add(output, cotangent);
  for (const node of needed.toReversed()) {
    const received = cotangents.of(node.output);
    if (received === null) continue;
    if (node.rules.part !== null) {
      cotangents.addPart(node, received);
      continue;
    }
    const produced = node.rules.vjp(received, node.inputs, node.output);
    for (const [index, input] of node.inputs.entries()) {
      const share = produced[index];
      if (share) cotangents.add(input, share);
    }
  }
  return inputs.map((input) => cotangents.of(input));
}

/** A share of a cotangent that belongs to what an operation shows of its input. */
interface PartialShare {
  readonly node: OpNode;
  readonly received: Tensor;
}

/** Shares of cotangents as operations give them; reshapes share memory with what they show, so they share its cotangent. */
class Cotangents {
  readonly #joins: Joins;
  readonly #sums = new Map<Tensor, Tensor>();
  readonly #parts = new Map<Tensor, PartialShare[]>();

  constructor(joins: Joins) {
    this.#joins = joins;
  }

  add(tensor: Tensor, share: Tensor): void {
    const key = rootOf(tensor);
    const shaped = sameShape(share.shape, key.shape) ? share : share.graph.reshape(share, key.shape);
    const before = this.#sums.get(key);
    this.#sums.set(key, before === undefined ? shaped : this.#joins.add(before, shaped));
  }

  /** Keeps what the result of an operation that shows a part of its input received. */
  addPart(node: OpNode, received: Tensor): void {
    const key = rootOf(node.inputs[0]!);
    const parts = this.#parts.get(key) ?? [];
    this.#parts.set(key, [...parts, { node, received }]);
  }

  /** The cotangent in the root's shape, once every reader has given its share; null where none did. */
  of(tensor: Tensor): Tensor | null {
    const key = rootOf(tensor);
    const parts = this.#parts.get(key) ?? [];
    this.#parts.delete(key);
    this.#addAll(parts);
    return this.#sums.get(key) ?? null;
  }

  /** Parts that make up a whole become one share; others are padded with zeros and added, each by its own rule. */
  #addAll(parts: readonly PartialShare[]): void {
    const whole = wholeOf(parts);
    if (whole !== null) {
      const [first] = whole;
      this.add(first.node.inputs[0]!, this.#joins.concatenate(received(whole), first.node.rules.part!.axis));
      return;
    }
    for (const { node, received } of parts) this.add(node.inputs[0]!, node.rules.vjp(received, node.inputs, node.output)[0]!);
  }
}

/** The parts in order, when they follow one another along one axis from end to end. */
function wholeOf(parts: readonly PartialShare[]): readonly [PartialShare, ...PartialShare[]] | null {
  const sorted = parts.toSorted((a, b) => a.node.rules.part!.start - b.node.rules.part!.start);
  const [first] = sorted;
  if (first === undefined) return null;
  const { shape } = first.node.inputs[0]!;
  const { axis } = first.node.rules.part!;
  let end = 0;
  for (const { node } of sorted) {
    const part = node.rules.part!;
    if (part.start !== end || part.axis !== axis || !sameShape(node.inputs[0]!.shape, shape)) return null;
    end += part.extent;
  }
  return end === shape[axis] ? (sorted as [PartialShare, ...PartialShare[]]) : null;
}

function received([first, ...others]: readonly [PartialShare, ...PartialShare[]]): readonly [Tensor, ...Tensor[]] {
  return [first.received, ...others.map((other) => other.received)];
}

/** Nodes on a path from any of `inputs` to `output`, in trace order. */
function nodesBetween(output: Tensor, inputs: readonly Tensor[]): OpNode[] {
  const depends = new Set<Tensor>(inputs.map(rootOf));
  const path: OpNode[] = [];
  for (const node of output.graph.nodes) {
    if (node.kind !== 'op') continue;
    if (node.inputs.some((input) => depends.has(rootOf(input)))) {
      depends.add(node.output);
      path.push(node);
    }
  }
  return path;
}
