import { defineOp } from '../graph/define-op.ts';
import type { Tensor } from '../graph/tensor.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { elementwiseByFour } from './elementwise.ts';

interface AffineAttributes {
  readonly scale: number;
  readonly shift: number;
}

const record = defineOp<AffineAttributes>({
  name: 'affine',
  shape: ([x]) => x!.shape,
  lower: (_, [x], output, { scale, shift }) =>
    elementwiseByFour('elementwise/unary', output.shape, [read(x!), readWrite(output)], { SCALE: scale, SHIFT: shift }),
  vjp: (cotangent, _, __, { scale }) => [affine(cotangent, scale)],
  jvp: ([tangent], _, __, { scale }) => affine(tangent!, scale),
});

/** `scale·x + shift` elementwise, with constants that are part of the program. */
export function affine(x: Tensor, scale: number, shift = 0): Tensor {
  return scale === 1 && shift === 0 ? x : record([x], { scale, shift });
}

/** `−x` elementwise. */
export function negate(x: Tensor): Tensor {
  return affine(x, -1);
}
