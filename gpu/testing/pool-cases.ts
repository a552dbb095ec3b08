import { sizeOf, type Shape } from '../graph/tensor.ts';
import { averagePool, maximumPool, placeAtMaximum, takeAtMaximum, type PoolWindow } from '../ops/pool.ts';
import { windowPlaces } from '../ops/window-kernels.ts';
import type { OpCase } from './op-case.ts';
import { sumBound, TOLERANCES } from './tolerances.ts';

interface PoolCase {
  readonly images: Shape;
  readonly window: PoolWindow;
}

/** Windows that touch, overlap, leave gaps and reach into padding, by elements and by vectors. */
const POOL_CASES: readonly PoolCase[] = [
  { images: [1, 1, 1, 1], window: { kernel: [1, 1] } },
  { images: [1, 2, 4, 1], window: { kernel: [2, 2], stride: [2, 2] } },
  { images: [1, 3, 3, 1], window: { kernel: [2, 2] } },
  { images: [2, 3, 1, 2], window: { kernel: [2, 1], stride: [2, 1], padding: { top: 1, bottom: 1, left: 0, right: 0 } } },
  { images: [1, 2, 2, 4], window: { kernel: [2, 1] } },
  { images: [1, 5, 1, 1], window: { kernel: [2, 1], stride: [3, 1] } },
  { images: [0, 4, 4, 2], window: { kernel: [2, 2], stride: [2, 2] } },
  { images: [3, 8, 6, 8], window: { kernel: [2, 2], stride: [2, 2] } },
  { images: [2, 7, 9, 3], window: { kernel: [3, 3], stride: [2, 2], padding: { top: 1, bottom: 1, left: 1, right: 1 } } },
  { images: [2, 6, 5, 12], window: { kernel: [3, 2], stride: [1, 3], padding: { top: 2, bottom: 0, left: 1, right: 1 } } },
];

/** For each place and channel, the elements of the images its window holds, in order. */
function held({ images, window }: PoolCase): number[][] {
  const [, height, width, channels] = images as [number, number, number, number];
  const { kernel, stride = [1, 1], padding = { top: 0, left: 0 } } = window;
  const [rows, columns] = windowPlaces('reference', [height, width], window);
  return Array.from({ length: images[0]! * rows * columns * channels }, (_, index) => {
    const place = Math.floor(index / channels);
    const image = Math.floor(place / (rows * columns));
    const top = (Math.floor(place / columns) % rows) * stride[0] - padding.top;
    const left = (place % columns) * stride[1] - padding.left;
    const elements: number[] = [];
    for (let y = Math.max(0, top); y < Math.min(height, top + kernel[0]); y++) {
      for (let x = Math.max(0, left); x < Math.min(width, left + kernel[1]); x++) {
        elements.push(((image * height + y) * width + x) * channels + (index % channels));
      }
    }
    return elements;
  });
}

/** The element at which each window is largest. */
function maxima(item: PoolCase, x: Float64Array): number[] {
  return held(item).map((elements) => elements.reduce((best, element) => (x[element]! > x[best]! ? element : best)));
}

function pooledShape({ images, window }: PoolCase): Shape {
  return [images[0]!, ...windowPlaces('reference', [images[1]!, images[2]!], window), images[3]!];
}

export const poolCases: Readonly<Record<string, readonly OpCase[]>> = {
  maximumPool: POOL_CASES.map((item) => ({
    inputs: [{ shape: item.images }],
    apply: ([x]) => maximumPool(x!, item.window),
    reference: ([x]) => maxima(item, x!).map((element) => x![element]!),
    allowed: () => TOLERANCES.exact.factor,
  })),
  takeAtMaximum: POOL_CASES.map((item) => ({
    inputs: [{ shape: item.images }, { shape: item.images }],
    apply: ([x, values]) => takeAtMaximum(x!, values!, item.window),
    reference: ([x, values]) => maxima(item, x!).map((element) => values![element]!),
    allowed: () => TOLERANCES.exact.factor,
  })),
  placeAtMaximum: POOL_CASES.map((item) => {
    const place = (x: Float64Array, values: Float64Array): Float64Array => {
      const sums = new Float64Array(sizeOf(item.images));
      for (const [index, element] of maxima(item, x).entries()) sums[element]! += values[index]!;
      return sums;
    };
    return {
      inputs: [{ shape: item.images }, { shape: pooledShape(item) }],
      apply: ([x, values]) => placeAtMaximum(x!, values!, item.window),
      reference: ([x, values]) => place(x!, values!),
      allowed: ([x, values]) => place(x!, values!.map(Math.abs)).map((sum) => sumBound(sizeOf(item.window.kernel), sum)),
    };
  }),
  averagePool: POOL_CASES.map((item) => {
    const taps = sizeOf(item.window.kernel);
    const average = (x: Float64Array): number[] =>
      held(item).map((elements) => elements.reduce((total, element) => total + x[element]!, 0) / taps);
    return {
      inputs: [{ shape: item.images }],
      apply: ([x]) => averagePool(x!, item.window),
      reference: ([x]) => average(x!),
      allowed: ([x]) => average(x!.map(Math.abs)).map((magnitude) => sumBound(taps + 1, magnitude)),
    };
  }),
};
