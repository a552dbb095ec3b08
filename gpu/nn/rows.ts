import { sameShape, sizeOf, type Shape, type Tensor } from '../graph/tensor.ts';

/** Applies a function of matrices `[rows, inputs]` → `[rows, outputs]` to the last axis of a tensor. */
export function onRows(x: Tensor, apply: (rows: Tensor) => Tensor): Tensor {
  const leading = x.shape.slice(0, -1);
  const result = apply(shaped(x, [sizeOf(leading), x.shape.at(-1)!]));
  return shaped(result, [...leading, result.shape.at(-1)!]);
}

/** The same memory under a shape, as it is where it has it already. */
export function shaped(x: Tensor, shape: Shape): Tensor {
  return sameShape(x.shape, shape) ? x : x.graph.reshape(x, shape);
}
