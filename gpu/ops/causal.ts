import { defineOp } from '../graph/define-op.ts';
import { formatShape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { elementwise } from './elementwise.ts';

const record = defineOp<number>({
  name: 'causal',
  shape: ([x]) => {
    const { shape } = x!;
    if (shape.length < 2 || shape.at(-1) !== shape.at(-2)) {
      throw new ShapeError(`causal: expected square matrices [..., T, T], got ${formatShape(shape)}; make the last two axes equal`);
    }
    return shape;
  },
  lower: (_, [x], output, fill) => {
    const side = output.shape.at(-1)!;
    const unit = side % 4 === 0 ? 4 : 1;
    return elementwise(
      `elementwise/causal${unit === 4 ? '-vector' : ''}.wgsl`,
      sizeOf(output.shape) / unit,
      [read(x!), readWrite(output)],
      { SIDE: side, FILL: fill },
    );
  },
  vjp: (cotangent) => [causal(cotangent, 0)],
  jvp: ([tangent]) => causal(tangent!, 0),
});

/**
 * Square matrices `[..., T, T]` with `fill` above their diagonals: −1e30 before a softmax lets position i see only j ≤ i.
 * @throws ShapeError when the last two axes differ.
 */
export function causal(x: Tensor, fill: number): Tensor {
  return record([x], fill);
}
