import { forward } from '../graph/forward.ts';
import { reverse } from '../graph/reverse.ts';
import { sameShape, type Tensor } from '../graph/tensor.ts';
import { add } from './binary.ts';
import { concatenate } from './concatenate.ts';

/** Reverse mode: `Jᵀ·cotangent` for each input, in its shape; null where `output` does not depend on it. */
export function vjp(output: Tensor, cotangent: Tensor, inputs: readonly Tensor[]): (Tensor | null)[] {
  return reverse(output, cotangent, inputs, { add, concatenate }).map((gradient, index) => {
    const { shape } = inputs[index]!;
    return gradient === null || sameShape(gradient.shape, shape) ? gradient : gradient.graph.reshape(gradient, shape);
  });
}

/** Forward mode: `Σ J·tangent` over the inputs given, in the shape of `output`; null where it does not depend on any. */
export function jvp(output: Tensor, tangents: ReadonlyMap<Tensor, Tensor>): Tensor | null {
  return forward(output, tangents);
}
