import { defineOp } from '../graph/define-op.ts';
import { MadeBy } from '../graph/made-by.ts';
import type { Detour, GraphLowering, Operand } from '../graph/node.ts';
import { formatShape, rootOf, sameShape, sizeOf, type Shape, type Tensor } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';
import type { Kernel } from '../runtime/kernel.ts';
import { affine } from './affine.ts';
import { patches } from './patches.ts';
import { sum } from './sum.ts';
import { imageShape, windowKernels, windowPlaces, type PatchWindow, type WindowedImages } from './window-kernels.ts';

/** A window without zeros between the pixels it shows. */
export type PoolWindow = Omit<PatchWindow, 'inputDilation'>;

/** `[N, rows, columns, C]`. @throws ShapeError when a window could hold nothing but padding. */
function pooledShape(name: string, images: Shape, window: PoolWindow): Shape {
  const [count, height, width, channels] = imageShape(name, images);
  const { kernel, padding = { top: 0, bottom: 0, left: 0, right: 0 } } = window;
  if (Math.max(padding.top, padding.bottom) >= kernel[0] || Math.max(padding.left, padding.right) >= kernel[1]) {
    throw new ShapeError(
      `${name}: expected padding smaller than the kernel, got ${JSON.stringify(window)}; every window must hold a pixel`,
    );
  }
  return [count, ...windowPlaces(name, [height, width], window), channels];
}

function checkSize(name: string, got: Shape, expected: Shape): void {
  if (!sameShape(got, expected)) {
    throw new ShapeError(`${name}: expected values of ${formatShape(expected)}, got ${formatShape(got)}; give one for each place`);
  }
}

/** How tensors of values placed at maxima were made. */
const PLACED = new MadeBy<PoolWindow>();

function placeInWindows(
  context: GraphLowering,
  problem: WindowedImages,
  [x, values]: readonly [Tensor, Tensor],
  output: Tensor,
  ifPositive: boolean,
): Kernel<Operand>[] {
  const kernels = windowKernels(context, 'pool/place-in-windows', problem, [x, values], output, values.shape);
  return kernels.map((kernel) => ({ ...kernel, overrides: { ...kernel.overrides, IF_POSITIVE: ifPositive ? 1 : 0 } }));
}

/**
 * What a pool gives back to the relu before it, `relu′ · placeAtMaximum(y, values)` of the relu's output y, in one kernel: each window
 * looks at the sign of its maximum. Null where `cotangent` is no such tensor.
 */
export function aroundPlacedCotangent(y: Tensor, cotangent: Tensor): Pick<Detour, 'past' | 'inputs' | 'lower'> | null {
  const made = PLACED.of(cotangent);
  if (made === null) return null;
  const [x, values] = made.node.inputs as [Tensor, Tensor];
  if (rootOf(x) !== rootOf(y) || !coverOnce(x.shape, made.attributes)) return null;
  const problem = { images: x.shape, window: made.attributes };
  return {
    past: made.node,
    inputs: [x, values],
    lower: (context, [images, given], output) => placeInWindows(context, problem, [images!, given!], output, true),
  };
}

/** Whether each pixel lies in exactly one window. */
function coverOnce(images: Shape, { kernel, stride = [1, 1], padding }: PoolWindow): boolean {
  const isBare = Object.values(padding ?? {}).every((zeros) => zeros === 0);
  return isBare && kernel.every((taps, axis) => taps === stride[axis] && images[axis + 1]! % taps === 0);
}

const recordMaximum = defineOp<PoolWindow>({
  name: 'maximumPool',
  shape: ([x], window) => pooledShape('maximumPool', x!.shape, window),
  lower: (context, [x], output, window) =>
    windowKernels(context, 'pool/maximum-pool', { images: x!.shape, window }, [x!], output, output.shape),
  vjp: (cotangent, [x], _, window) => [placeAtMaximum(x!, cotangent, window)],
  jvp: ([tangent], [x], _, window) => takeAtMaximum(x!, tangent!, window),
});

const recordTake = defineOp<PoolWindow>({
  name: 'takeAtMaximum',
  shape: ([x, values], window) => {
    checkSize('takeAtMaximum', values!.shape, x!.shape);
    return pooledShape('takeAtMaximum', x!.shape, window);
  },
  lower: (context, [x, values], output, window) =>
    windowKernels(context, 'pool/take-at-maximum', { images: x!.shape, window }, [x!, values!], output, output.shape),
  vjp: (cotangent, [x], _, window) => [null, placeAtMaximum(x!, cotangent, window)],
  jvp: ([, ofValues], [x], _, window) => (ofValues ? takeAtMaximum(x!, ofValues, window) : null),
});

const recordPlace = defineOp<PoolWindow>({
  name: 'placeAtMaximum',
  shape: ([x, values], window) => {
    checkSize('placeAtMaximum', values!.shape, pooledShape('placeAtMaximum', x!.shape, window));
    return x!.shape;
  },
  lower: (context, [x, values], output, window) => {
    const problem = { images: x!.shape, window };
    if (coverOnce(x!.shape, window)) return placeInWindows(context, problem, [x!, values!], output, false);
    const pixels = context.scratch(sizeOf(values!.shape), 'maximum pixels');
    return [
      ...windowKernels(context, 'pool/maximum-pixels', problem, [x!], pixels, values!.shape),
      ...windowKernels(context, 'pool/place-at-maximum', problem, [pixels, values!], output, output.shape),
    ];
  },
  vjp: (cotangent, [x], _, window) => [null, takeAtMaximum(x!, cotangent, window)],
  jvp: ([, ofValues], [x], _, window) => (ofValues ? placeAtMaximum(x!, ofValues, window) : null),
  made: PLACED,
});

/**
 * The largest element of each window in each channel, `[N, H, W, C] → [N, rows, columns, C]`; padding takes no part, and
 * of equals the first counts.
 * @throws ShapeError for other than four axes, when the window does not fit, or could hold padding alone.
 */
export function maximumPool(x: Tensor, window: PoolWindow): Tensor {
  return recordMaximum([x], window);
}

/**
 * The elements of `values`, of the shape of `x`, from where each window of `x` is largest: the Jacobian of `maximumPool`
 * on them. No gradient flows into `x`, which is an index here.
 * @throws ShapeError like `maximumPool`, or when the shapes differ.
 */
export function takeAtMaximum(x: Tensor, values: Tensor, window: PoolWindow): Tensor {
  return recordTake([x, values], window);
}

/**
 * Zeros in the shape of `x`, but for `values`, one a window, added where the window is largest: the transpose of
 * `takeAtMaximum`.
 * @throws ShapeError like `maximumPool`, or when `values` has not its shape.
 */
export function placeAtMaximum(x: Tensor, values: Tensor, window: PoolWindow): Tensor {
  return recordPlace([x, values], window);
}

/** The mean of each window in each channel, zeros of the padding included, `[N, H, W, C] → [N, rows, columns, C]`. @throws ShapeError like `patches`. */
export function averagePool(x: Tensor, window: PoolWindow): Tensor {
  const shown = patches(x, window);
  const taps = window.kernel[0] * window.kernel[1];
  const [count, rows, columns, features] = shown.shape as [number, number, number, number];
  return affine(sum(x.graph.reshape(shown, [count, rows, columns, taps, features / taps]), [3]), 1 / taps);
}
