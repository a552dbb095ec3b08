import { defineOp } from '../graph/define-op.ts';
import type { Operand } from '../graph/node.ts';
import { sizeOf, type Tensor } from '../graph/tensor.ts';
import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import { add, multiply, subtract } from './binary.ts';
import { sharedShape } from './elementwise.ts';
import { sum } from './sum.ts';
import { exp } from './unary.ts';

const INVOCATIONS = 64;

/** One invocation a row of the last axis. */
function rowKernels(shader: string, sources: readonly Tensor[], output: Tensor, overrides: Record<string, number>): Kernel<Operand>[] {
  const columns = output.shape.at(-1) ?? 1;
  if (sizeOf(output.shape) === 0) return [];
  const byFour = columns % 4 === 0;
  const rows = sizeOf(output.shape) / columns;
  return [
    {
      shader: byFour ? `${shader}-vector.wgsl` : `${shader}.wgsl`,
      overrides: { ROWS: rows, COLUMNS: byFour ? columns / 4 : columns, ...overrides },
      bindings: [...sources.map((source) => read<Operand>(source)), readWrite(output)],
      workgroups: spread(Math.ceil(rows / INVOCATIONS)),
    },
  ];
}

const recordSoftmax = defineOp<null>({
  name: 'softmax',
  shape: ([x]) => x!.shape,
  lower: (_, inputs, output) => rowKernels('softmax/softmax', inputs, output, { LOGARITHM: 0 }),
  vjp: (cotangent, _, output) => [recordGradient([output, cotangent], null)],
  jvp: ([tangent], _, output) => recordGradient([output, tangent!], null),
});

/** y·(u − ⟨y, u⟩), symmetric in what it does to u. */
const recordGradient: (inputs: readonly [Tensor, Tensor], attributes: null) => Tensor = defineOp<null>({
  name: 'softmax gradient',
  shape: (inputs) => sharedShape('softmax gradient', inputs),
  lower: (_, inputs, output) => rowKernels('softmax/softmax-gradient', inputs, output, {}),
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
  lower: (_, inputs, output) => rowKernels('softmax/softmax', inputs, output, { LOGARITHM: 1 }),
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
