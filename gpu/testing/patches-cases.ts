import { sizeOf, type Shape } from '../graph/tensor.ts';
import { windowPlaces, type PatchWindow } from '../ops/patch-shape.ts';
import { fold, patches } from '../ops/patches.ts';
import { movement } from './movement-cases.ts';
import type { OpCase } from './op-case.ts';
import { sumBound } from './tolerances.ts';

interface PatchCase {
  readonly images: Shape;
  readonly window: PatchWindow;
}

const NO_PADDING = { top: 0, bottom: 0, left: 0, right: 0 };

/** Strides, dilation and padding of every kind, by elements and by vectors; windows that overlap, touch and leave gaps. */
const PATCH_CASES: readonly PatchCase[] = [
  { images: [1, 1, 1, 1], window: { kernel: [1, 1] } },
  { images: [1, 3, 3, 1], window: { kernel: [2, 2] } },
  { images: [1, 2, 3, 1], window: { kernel: [2, 3], padding: { top: 1, bottom: 0, left: 0, right: 1 } } },
  { images: [2, 3, 2, 1], window: { kernel: [2, 1], stride: [2, 1] } },
  { images: [1, 2, 2, 2], window: { kernel: [2, 2], padding: { top: 1, bottom: 1, left: 0, right: 0 }, inputDilation: [1, 2] } },
  { images: [1, 1, 2, 4], window: { kernel: [1, 2], stride: [1, 2], padding: { ...NO_PADDING, left: 2 } } },
  { images: [1, 4, 3, 1], window: { kernel: [1, 2], stride: [3, 1] } },
  { images: [0, 3, 3, 2], window: { kernel: [2, 2] } },
  { images: [3, 9, 7, 5], window: { kernel: [3, 3], padding: { top: 1, bottom: 1, left: 1, right: 1 } } },
  { images: [2, 7, 9, 8], window: { kernel: [3, 2], stride: [2, 3], padding: { top: 2, bottom: 1, left: 0, right: 1 } } },
  { images: [2, 5, 4, 8], window: { kernel: [4, 4], padding: { top: 2, bottom: 2, left: 2, right: 2 }, inputDilation: [2, 2] } },
  {
    images: [1, 5, 4, 3],
    window: { kernel: [3, 5], stride: [2, 2], padding: { top: 0, bottom: 3, left: 4, right: 0 }, inputDilation: [3, 2] },
  },
];

/** For each element of the patches, the element of the images it shows; −1 for a zero. */
function sources({ images, window }: PatchCase): number[] {
  const [count, height, width, channels] = images as [number, number, number, number];
  const { kernel, stride = [1, 1], padding = NO_PADDING, inputDilation = [1, 1] } = window;
  const [rows, columns] = windowPlaces('reference', [height, width], window);
  const found: number[] = [];
  for (let image = 0; image < count; image++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        for (let tapRow = 0; tapRow < kernel[0]; tapRow++) {
          for (let tapColumn = 0; tapColumn < kernel[1]; tapColumn++) {
            const y = (row * stride[0] + tapRow - padding.top) / inputDilation[0];
            const x = (column * stride[1] + tapColumn - padding.left) / inputDilation[1];
            const inside = Number.isInteger(y) && Number.isInteger(x) && y >= 0 && x >= 0 && y < height && x < width;
            for (let channel = 0; channel < channels; channel++) {
              found.push(inside ? ((image * height + y) * width + x) * channels + channel : -1);
            }
          }
        }
      }
    }
  }
  return found;
}

function foldCase(item: PatchCase): OpCase {
  const from = sources(item);
  const places = windowPlaces('reference', [item.images[1]!, item.images[2]!], item.window);
  const taps = item.window.kernel[0] * item.window.kernel[1];
  const add = (x: Float64Array): Float64Array => {
    const sums = new Float64Array(sizeOf(item.images));
    for (const [index, source] of from.entries()) if (source >= 0) sums[source]! += x[index]!;
    return sums;
  };
  return {
    inputs: [{ shape: [item.images[0]!, ...places, taps * item.images[3]!] }],
    apply: ([x]) => fold(x!, item.window, item.images),
    reference: ([x]) => add(x!),
    allowed: ([x]) => add(x!.map(Math.abs)).map((magnitude) => sumBound(taps, magnitude)),
  };
}

export const patchesCases: Readonly<Record<string, readonly OpCase[]>> = {
  patches: PATCH_CASES.map((item) => {
    const from = sources(item);
    return movement(
      item.images,
      (x) => patches(x, item.window),
      (x) => Float64Array.from(from, (source) => (source < 0 ? 0 : x[source]!)),
    );
  }),
  fold: PATCH_CASES.map(foldCase),
};
