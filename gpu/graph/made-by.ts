import type { OpNode } from './node.ts';
import { rootOf, type Tensor } from './tensor.ts';

/** What an operation was given. */
export interface Making<Attributes> {
  readonly node: OpNode;
  readonly attributes: Attributes;
}

/** Remembers how the results of an operation were made, for other operations whose kernels read what they were made from. */
export class MadeBy<Attributes> {
  readonly #attributes = new WeakMap<OpNode, Attributes>();

  note(node: OpNode, attributes: Attributes): void {
    this.#attributes.set(node, attributes);
  }

  /** How a tensor, or what it shows under another shape, was made; null where another operation made it, or none. */
  of(tensor: Tensor): Making<Attributes> | null {
    const { origin } = rootOf(tensor);
    const attributes = origin.kind === 'op' ? this.#attributes.get(origin.node) : undefined;
    return origin.kind === 'op' && attributes !== undefined ? { node: origin.node, attributes } : null;
  }
}
