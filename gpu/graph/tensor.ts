import type { Graph } from './graph.ts';
import type { OpNode } from './node.ts';
import type { Variable } from './state.ts';

/** Extents from the slowest to the fastest axis; memory is dense and row-major. */
export type Shape = readonly number[];

export type DType = 'f32' | 'u32';

/** A symbolic array in a graph: what it is made from is known, its values are not. */
export interface Tensor {
  readonly graph: Graph;
  readonly shape: Shape;
  readonly dtype: DType;
  readonly origin: Origin;
}

export type Origin =
  /** The result of an operation. */
  | { readonly kind: 'op'; readonly node: OpNode }
  /** Elements `[offset, offset + size)` of a variable, in place. */
  | { readonly kind: 'variable'; readonly variable: Variable; readonly offset: number }
  /** Another tensor's memory under another shape. */
  | { readonly kind: 'reshape'; readonly base: Tensor };

/** Number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}

export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** The tensor whose memory a chain of reshapes shows. */
export function rootOf(tensor: Tensor): Tensor {
  return tensor.origin.kind === 'reshape' ? rootOf(tensor.origin.base) : tensor;
}
