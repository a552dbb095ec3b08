import { defineOp } from '../graph/define-op.ts';
import { formatShape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { affine } from './affine.ts';
import { elementwise } from './elementwise.ts';
import { slice } from './slice.ts';

const record: (inputs: readonly [Tensor, ...Tensor[]], axis: number) => Tensor = defineOp<number>({
  name: 'concatenate',
  shape: (inputs, axis) => {
    const { shape } = inputs[0]!;
    for (const input of inputs) {
      const fits = input.shape.length === shape.length && input.shape.every((extent, at) => at === axis || extent === shape[at]);
      if (!fits || !(axis in shape)) {
        throw new ShapeError(
          `concatenate: expected ${formatShape(shape)} but for axis ${axis}, got ${formatShape(input.shape)}; make the other extents equal`,
        );
      }
    }
    const extent = inputs.reduce((sum, input) => sum + input.shape[axis]!, 0);
    return shape.map((old, at) => (at === axis ? extent : old));
  },
  lower: (_, inputs, output, axis) => {
    const inner = sizeOf(output.shape.slice(axis + 1));
    return inputs.flatMap((input, index) =>
      elementwise('elementwise/place.wgsl', sizeOf(input.shape), [read(input), readWrite(output)], {
        RUN: input.shape[axis]! * inner,
        RESULT_RUN: output.shape[axis]! * inner,
        START: startOf(inputs, index, axis) * inner,
      }),
    );
  },
  vjp: (cotangent, inputs, _, axis) =>
    inputs.map((input, index) => slice(cotangent, axis, startOf(inputs, index, axis), input.shape[axis]!)),
  jvp: (tangents, inputs, _, axis) => {
    const parts = inputs.map((input, index) => tangents[index] ?? affine(input, 0));
    return record(parts as unknown as [Tensor, ...Tensor[]], axis);
  },
});

/** The operands one after the other along one axis. @throws ShapeError when their other extents differ. */
export function concatenate(inputs: readonly [Tensor, ...Tensor[]], axis: number): Tensor {
  return inputs.length === 1 ? inputs[0] : record(inputs, axis);
}

/** Index along the axis at which an operand begins. */
function startOf(inputs: readonly Tensor[], index: number, axis: number): number {
  return inputs.slice(0, index).reduce((sum, { shape }) => sum + shape[axis]!, 0);
}
