import { defineOp } from '../graph/define-op.ts';
import { formatShape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { elementwise } from './elementwise.ts';

const record = defineOp<null>({
  name: 'transpose',
  shape: ([x]) => {
    if (x!.shape.length !== 2) throw new ShapeError(`transpose: expected a matrix, got ${formatShape(x!.shape)}; reshape it to two axes`);
    return x!.shape.toReversed();
  },
  lower: (_, [x], output) =>
    elementwise('elementwise/transpose.wgsl', sizeOf(output.shape), [read(x!), readWrite(output)], {
      ROWS: output.shape[0]!,
      COLUMNS: output.shape[1]!,
    }),
  vjp: (cotangent) => [transpose(cotangent)],
  jvp: ([tangent]) => transpose(tangent!),
});

/** `[M, N]` to `[N, M]`. @throws ShapeError for other than two axes. */
export function transpose(x: Tensor): Tensor {
  return record([x], null);
}
