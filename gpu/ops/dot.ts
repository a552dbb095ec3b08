import { defineOp } from '../graph/define-op.ts';
import { sizeOf, type Tensor } from '../graph/tensor.ts';
import { add, multiply } from './binary.ts';
import { sharedShape } from './elementwise.ts';
import { foldKernels } from './sum.ts';

const record = defineOp<null>({
  name: 'dot',
  shape: (inputs) => {
    sharedShape('dot', inputs);
    return [1];
  },
  lower: (context, inputs, output) =>
    foldKernels(context, 'reduce/dot', { outer: 1, terms: sizeOf(inputs[0]!.shape), inner: 1 }, inputs, output),
  vjp: (cotangent, [a, b]) => [scaled(b!, cotangent), scaled(a!, cotangent)],
  jvp: ([ofA, ofB], [a, b]) => {
    const left = ofA ? dot(ofA, b!) : null;
    const right = ofB ? dot(a!, ofB) : null;
    return left && right ? add(left, right) : (left ?? right);
  },
});

/** `⟨a, b⟩` over all elements of two tensors of one shape, as `[1]`. @throws ShapeError when the shapes differ. */
export function dot(a: Tensor, b: Tensor): Tensor {
  return record([a, b], null);
}

function scaled(tensor: Tensor, factor: Tensor): Tensor {
  const product = multiply(tensor, factor);
  return product.shape.length === tensor.shape.length ? product : tensor.graph.reshape(product, tensor.shape);
}
