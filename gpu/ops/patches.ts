import { defineOp } from '../graph/define-op.ts';
import { formatShape, sameShape, type Shape, type Tensor } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';
import { imageShape, windowKernels, windowPlaces, type WindowedImages, type PatchWindow } from './window-kernels.ts';

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
});

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
