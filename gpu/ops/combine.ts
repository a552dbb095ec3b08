import { defineOp } from '../graph/define-op.ts';
import type { Tensor } from '../graph/tensor.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { affine } from './affine.ts';
import { elementwiseByFour, sharedShape } from './elementwise.ts';

interface Weights {
  readonly p: number;
  readonly q: number;
}

const record: (inputs: readonly [Tensor, Tensor], weights: Weights) => Tensor = defineOp<Weights>({
  name: 'combine',
  shape: (inputs) => sharedShape('combine', inputs),
  lower: (_, [x, y], output, { p, q }) =>
    elementwiseByFour('elementwise/combine', output.shape, [read(x!), read(y!), readWrite(output)], { P: p, Q: q }),
  vjp: (cotangent, _, __, { p, q }) => [affine(cotangent, p), affine(cotangent, q)],
  jvp: ([ofX, ofY], _, __, { p, q }) => (ofX && ofY ? combine(ofX, p, ofY, q) : ofX ? affine(ofX, p) : affine(ofY!, q)),
});

/** `p·x + q·y` elementwise, with constants that are part of the program. @throws ShapeError when the shapes differ. */
export function combine(x: Tensor, p: number, y: Tensor, q: number): Tensor {
  return record([x, y], { p, q });
}
