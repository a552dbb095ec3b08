import { defineOp, type WayAround } from '../graph/define-op.ts';
import { MadeBy } from '../graph/made-by.ts';
import { formatShape, sameShape, type Shape, type Tensor } from '../graph/tensor.ts';
import type { AdapterFacts } from '../runtime/adapter-facts.ts';
import { ShapeError } from '../runtime/errors.ts';
import { convolveKernels } from './convolve-kernels.ts';
import { PRODUCTS, SMALL_PRODUCT } from './matmul-shape.ts';
import { imageShape, windowKernels, windowPlaces, type WindowedImages, type PatchWindow } from './window-kernels.ts';

/** How patches of a graph were made. */
export const PATCHES = new MadeBy<WindowedImages>();

/** `[N, rows, columns, kernel rows · kernel columns · C]`. */
function patchShape(name: string, { window, images }: WindowedImages): Shape {
  const [count, height, width, channels] = imageShape(name, images);
  const [rows, columns] = windowPlaces(name, [height, width], window);
  return [count, rows, columns, window.kernel[0] * window.kernel[1] * channels];
}

const recordPatches = defineOp<WindowedImages>({
  name: 'patches',
  shape: (_, attributes) => patchShape('patches', attributes),
  lower: (context, [x], output, attributes) => windowKernels(context, 'patches/patches', attributes, [x!], output, output.shape),
  vjp: (cotangent, _, __, { window, images }) => [fold(cotangent, window, images)],
  jvp: ([tangent], _, __, { window }) => patches(tangent!, window),
  made: PATCHES,
});

const recordFold = defineOp<WindowedImages>({
  name: 'fold',
  shape: ([x], attributes) => {
    const expected = patchShape('fold', attributes);
    if (!sameShape(x!.shape, expected)) {
      throw new ShapeError(
        `fold: expected patches of ${formatShape(expected)}, got ${formatShape(x!.shape)}; pass what \`patches\` makes of images ${formatShape(attributes.images)}`,
      );
    }
    return attributes.images;
  },
  lower: (context, [x], output, attributes) => windowKernels(context, 'patches/fold', attributes, [x!], output, output.shape),
  vjp: (cotangent, _, __, { window }) => [patches(cotangent, window)],
  jvp: ([tangent], _, __, { window, images }) => fold(tangent!, window, images),
  wayAround: (facts, [x], _, attributes) => aroundProduct(facts, x!, attributes),
});

/**
 * Folding what a product `G·Wᵀ` gives to patches is a convolution of G with the taps in reverse order: nothing the size of
 * patches lies in memory.
 */
function aroundProduct({ family }: AdapterFacts, x: Tensor, { window, images }: WindowedImages): WayAround<WindowedImages> | null {
  const made = PRODUCTS.of(x);
  if (family !== 'subgroup-4' || made === null) return null;
  const { transposeA, transposeB, homogeneous, scale, activation } = made.attributes;
  const [count, , , channels] = imageShape('fold', images);
  const [rows, columns] = windowPlaces('fold', [images[1]!, images[2]!], window);
  const [gradients, weight] = made.node.inputs as [Tensor, Tensor];
  const [places, filters] = gradients.shape as [number, number];
  const backward = backwardWindow(window, images);
  if (transposeA || !transposeB || homogeneous || activation !== 'none' || backward === null) return null;
  const taps = window.kernel[0] * window.kernel[1];
  const isWhole = made.node.output.shape[1] === taps * channels && places === count * rows * columns;
  if (!isWhole || places * filters * taps * channels <= SMALL_PRODUCT) return null;
  const problem = {
    ...{ images: [count, rows, columns, filters], window: backward, n: channels, scale, activation },
    weightAt(column: number): number {
      const [tap, filter] = [Math.floor(column / filters), column % filters];
      return (taps - 1 - tap) * channels * filters + filter;
    },
    ...{ columnStride: filters, biasAt: null },
  };
  return {
    past: made.node,
    inputs: [gradients, weight],
    lower: (context, [images, other], result) => convolveKernels(context, problem, { images: images!, weight: other!, result }),
  };
}

/** The window that meets, at each pixel of an image, the places whose windows hold it; null where one would begin or end inside. */
function backwardWindow({ kernel, stride = [1, 1], padding, inputDilation = [1, 1] }: PatchWindow, images: Shape): PatchWindow | null {
  const [rows, columns] = windowPlaces('fold', [images[1]!, images[2]!], {
    kernel,
    stride,
    ...(padding ? { padding } : {}),
    inputDilation,
  });
  const top = kernel[0] - 1 - (padding?.top ?? 0);
  const left = kernel[1] - 1 - (padding?.left ?? 0);
  const bottom = images[1]! + kernel[0] - 1 - ((rows - 1) * stride[0] + 1) - top;
  const right = images[2]! + kernel[1] - 1 - ((columns - 1) * stride[1] + 1) - left;
  if (inputDilation.some((distance) => distance !== 1) || Math.min(top, left, bottom, right) < 0) return null;
  return { kernel, padding: { top, bottom, left, right }, inputDilation: stride };
}

/**
 * What a sliding window shows of images at each of its places: `[N, H, W, C] → [N, rows, columns, kernel rows · kernel
 * columns · C]`, channels fastest, zeros outside the image.
 * @throws ShapeError for other than four axes, or when the window does not fit.
 */
export function patches(x: Tensor, window: PatchWindow): Tensor {
  return recordPatches([x], { window, images: x.shape });
}

/**
 * Adds patches up into images of `[N, H, W, C]`, each element where `patches` took it from: the transpose of `patches`.
 * @throws ShapeError unless `x` has the shape of the patches of such images.
 */
export function fold(x: Tensor, window: PatchWindow, images: Shape): Tensor {
  return recordFold([x], { window, images });
}
