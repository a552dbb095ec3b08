import { defineOp } from '../graph/define-op.ts';
import type { GraphLowering, Operand } from '../graph/node.ts';
import { formatShape, sameShape, sizeOf, type Shape, type Tensor } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';
import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import { geometryOverrides, imageShape, windowPlaces, type PatchWindow } from './patch-shape.ts';

interface PatchAttributes {
  readonly window: PatchWindow;
  /** Shape of the images, `[N, H, W, C]`. */
  readonly images: Shape;
}

/** `[N, rows, columns, kernel rows · kernel columns · C]`. */
function patchShape(name: string, { window, images }: PatchAttributes): Shape {
  const [count, height, width, channels] = imageShape(name, images);
  const [rows, columns] = windowPlaces(name, [height, width], window);
  return [count, rows, columns, window.kernel[0] * window.kernel[1] * channels];
}

/** A whole run of the fastest axis an invocation on CPUs, where divisions are dear; an element on GPUs, for coalesced memory. */
function lowerPatches(
  { facts }: GraphLowering,
  name: 'patches' | 'fold',
  source: Tensor,
  output: Tensor,
  { window, images }: PatchAttributes,
): Kernel<Operand>[] {
  const size = sizeOf(output.shape);
  if (size === 0) return [];
  const [, height, width, channels] = imageShape(name, images);
  const unit = channels % 4 === 0 ? 4 : 1;
  const run = output.shape.at(-1)!;
  return [
    {
      shader: `patches/${name}${unit === 4 ? '-vector' : ''}.wgsl`,
      ...(facts.family !== 'workgroup'
        ? { entryPoint: 'runs', workgroups: spread(Math.ceil(size / run / 64)) }
        : { workgroups: spread(Math.ceil(size / unit / 256)) }),
      overrides: geometryOverrides([height, width], channels / unit, windowPlaces(name, [height, width], window), window),
      bindings: [read(source), readWrite(output)],
    },
  ];
}

const recordPatches = defineOp<PatchAttributes>({
  name: 'patches',
  shape: (_, attributes) => patchShape('patches', attributes),
  lower: (context, [x], output, attributes) => lowerPatches(context, 'patches', x!, output, attributes),
  vjp: (cotangent, _, __, { window, images }) => [fold(cotangent, window, images)],
  jvp: ([tangent], _, __, { window }) => patches(tangent!, window),
});

const recordFold = defineOp<PatchAttributes>({
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
  lower: (context, [x], output, attributes) => lowerPatches(context, 'fold', x!, output, attributes),
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
