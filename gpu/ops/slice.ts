import { defineOp } from '../graph/define-op.ts';
import { formatShape, sizeOf, type Shape, type Tensor } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { elementwise } from './elementwise.ts';

interface Window {
  readonly axis: number;
  /** Index of the source that becomes index 0 of the result. */
  readonly shift: number;
  readonly extent: number;
}

const record: (inputs: readonly [Tensor], window: Window) => Tensor = defineOp<Window>({
  name: 'window',
  dtype: 'input',
  shape: ([x], { axis, extent }) => withExtent(x!.shape, axis, extent),
  lower: (_, [x], output, { axis, shift, extent }) =>
    elementwise('elementwise/window.wgsl', sizeOf(output.shape), [read(x!), readWrite(output)], {
      SOURCE_ROWS: x!.shape[axis]!,
      RESULT_ROWS: extent,
      INNER: sizeOf(output.shape.slice(axis + 1)),
      SHIFT: shift,
    }),
  vjp: (cotangent, [x], _, { axis, shift }) => [record([cotangent], { axis, shift: -shift, extent: x!.shape[axis]! })],
  jvp: ([tangent], _, __, window) => record([tangent!], window),
  part: ([x], { axis, shift, extent }) => (shift >= 0 && shift + extent <= x!.shape[axis]! ? { axis, start: shift, extent } : null),
});

/** Indices `[start, start + extent)` of one axis, of f32 or u32. @throws ShapeError when they leave the axis. */
export function slice(x: Tensor, axis: number, start: number, extent: number): Tensor {
  if (!(start >= 0 && extent >= 0 && start + extent <= (x.shape[axis] ?? -1))) {
    throw new ShapeError(
      `slice: expected indices inside axis ${axis} of ${formatShape(x.shape)}, got ${start} to ${start + extent}; shorten the slice`,
    );
  }
  return extent === x.shape[axis] ? x : record([x], { axis, shift: start, extent });
}

/** Zeros before and after along one axis. @throws ShapeError when the axis is not there or a count is negative. */
export function pad(x: Tensor, axis: number, before: number, after: number): Tensor {
  const extent = x.shape[axis];
  if (extent === undefined || before < 0 || after < 0) {
    throw new ShapeError(
      `pad: expected an axis of ${formatShape(x.shape)} and counts ≥ 0, got axis ${axis}, ${before} and ${after}; correct the axis or the counts`,
    );
  }
  return before + after === 0 ? x : record([x], { axis, shift: -before, extent: before + extent + after });
}

function withExtent(shape: Shape, axis: number, extent: number): Shape {
  return shape.map((old, index) => (index === axis ? extent : old));
}
