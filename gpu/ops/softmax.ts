import { defineOp } from '../graph/define-op.ts';
import type { Tensor } from '../graph/tensor.ts';
import { add, multiply, subtract } from './binary.ts';
import { sharedShape } from './elementwise.ts';
import { rowwise } from './rowwise.ts';
import { sum } from './sum.ts';
import { exp } from './unary.ts';

const recordSoftmax = defineOp<null>({
  name: 'softmax',
  shape: ([x]) => x!.shape,
  lower: (_, inputs, output) => rowwise('softmax/softmax', inputs, output, { LOGARITHM: 0 }),
  vjp: (cotangent, _, output) => [recordGradient([output, cotangent], null)],
  jvp: ([tangent], _, output) => recordGradient([output, tangent!], null),
});

/** y·(u − ⟨y, u⟩), symmetric in what it does to u. */
const recordGradient: (inputs: readonly [Tensor, Tensor], attributes: null) => Tensor = defineOp<null>({
  name: 'softmax gradient',
  shape: (inputs) => sharedShape('softmax gradient', inputs),
  lower: (_, inputs, output) => rowwise('softmax/softmax-gradient', inputs, output, {}),
  vjp: (received, [y, u]) => {
    const ofY = subtract(multiply(received, subtract(u!, rowDot(u!, y!))), multiply(u!, rowDot(received, y!)));
    return [ofY, recordGradient([y!, received], null)];
  },
  jvp: ([ofY, ofU], [y, u]) => {
    const straight = ofU ? recordGradient([y!, ofU], null) : null;
    if (!ofY) return straight;
    const curved = subtract(multiply(ofY, subtract(u!, rowDot(u!, y!))), multiply(y!, rowDot(ofY, u!)));
    return straight ? add(straight, curved) : curved;
  },
});

const recordLogSoftmax = defineOp<null>({
  name: 'logSoftmax',
  shape: ([x]) => x!.shape,
  lower: (_, inputs, output) => rowwise('softmax/softmax', inputs, output, { LOGARITHM: 1 }),
  vjp: (cotangent, _, output) => [subtract(cotangent, multiply(exp(output), sum(cotangent, [-1], { keepAxes: true })))],
  jvp: ([tangent], _, output) => subtract(tangent!, rowDot(exp(output), tangent!)),
});

function rowDot(a: Tensor, b: Tensor): Tensor {
  return sum(multiply(a, b), [-1], { keepAxes: true });
}

/** Softmax over the last axis, stable for large elements. */
export function softmax(x: Tensor): Tensor {
  return recordSoftmax([x], null);
}

/** The logarithm of the softmax over the last axis, in nats. */
export function logSoftmax(x: Tensor): Tensor {
  return recordLogSoftmax([x], null);
}
