import { convolution, depthwiseConvolution } from '../nn/convolution.ts';
import { globalPooling, pooling, type PoolingKind } from '../nn/pooling.ts';
import { windowPlaces, type PatchWindow } from '../ops/window-kernels.ts';
import { affineRows, layerCase, tabulate } from './layer-case.ts';
import type { OpCase } from './op-case.ts';

export type ImageShape = readonly [cases: number, height: number, width: number, channels: number];

/** What a window shows of images at each of its places, `[cases · rows · columns, kernel rows · kernel columns · channels]`, by loops. */
export function patchesReference(x: Float64Array, shape: ImageShape, window: PatchWindow): Float64Array {
  const [cases, height, width, channels] = shape;
  const { kernel, stride = [1, 1], padding, inputDilation = [1, 1] } = window;
  const [rows, columns] = windowPlaces('reference', [height, width], window);
  return tabulate([cases, rows, columns, ...kernel, channels], (example, row, column, down, across, channel) => {
    const y = row * stride[0] + down - (padding?.top ?? 0);
    const z = column * stride[1] + across - (padding?.left ?? 0);
    if (y % inputDilation[0] !== 0 || z % inputDilation[1] !== 0) return 0;
    const [line, place] = [y / inputDilation[0], z / inputDilation[1]];
    if (line < 0 || place < 0 || line >= height || place >= width) return 0;
    return x[((example * height + line) * width + place) * channels + channel]!;
  });
}

function convolutionCase(shape: ImageShape, filters: number, window: PatchWindow): OpCase {
  const channels = shape[3];
  return layerCase(convolution('convolution', { channels, filters, window, initialisation: 'he' }), {
    inputs: [shape],
    reference: ([x, weight]) =>
      affineRows(patchesReference(x!, shape, window), weight!, window.kernel[0] * window.kernel[1] * channels, filters),
  });
}

function depthwiseCase(shape: ImageShape, window: PatchWindow): OpCase {
  const channels = shape[3];
  const taps = window.kernel[0] * window.kernel[1];
  return layerCase(depthwiseConvolution('depthwise', { channels, window, initialisation: 'he' }), {
    inputs: [shape],
    reference([x, weight]) {
      const patches = patchesReference(x!, shape, window);
      return tabulate([patches.length / (taps * channels), channels], (row, channel) => {
        let sum = weight![taps * channels + channel]!;
        for (let tap = 0; tap < taps; tap++) {
          sum += patches[(row * taps + tap) * channels + channel]! * weight![tap * channels + channel]!;
        }
        return sum;
      });
    },
  });
}

function poolingCase(kind: PoolingKind, shape: ImageShape, window: PatchWindow): OpCase {
  return layerCase(pooling('pooling', kind, window), {
    inputs: [shape],
    reference: ([x]) => poolReference(kind, patchesReference(x!, shape, window), window.kernel[0] * window.kernel[1], shape[3]),
  });
}

function globalCase(kind: PoolingKind, shape: ImageShape): OpCase {
  return layerCase(globalPooling('global pooling', kind), {
    inputs: [shape],
    reference: ([x]) => poolReference(kind, x!, shape[1] * shape[2], shape[3]),
  });
}

/** Maximum or mean over the middle axis of `[outer, terms, channels]`. */
export function poolReference(kind: PoolingKind, x: Float64Array, terms: number, channels: number): Float64Array {
  return tabulate([x.length / (terms * channels), channels], (outer, channel) => {
    const all = Array.from({ length: terms }, (_, term) => x[(outer * terms + term) * channels + channel]!);
    return kind === 'maximum' ? Math.max(...all) : all.reduce((sum, value) => sum + value, 0) / terms;
  });
}

const SAME: PatchWindow = { kernel: [3, 3], padding: { top: 1, bottom: 1, left: 1, right: 1 } };
const STRIDED: PatchWindow = { kernel: [2, 3], stride: [2, 1], padding: { top: 0, bottom: 1, left: 1, right: 1 } };
const TRANSPOSED: PatchWindow = { kernel: [3, 3], padding: { top: 2, bottom: 1, left: 2, right: 1 }, inputDilation: [2, 2] };

export const imageCases: Readonly<Record<string, readonly OpCase[]>> = {
  convolution: [
    convolutionCase([2, 3, 3, 1], 2, { kernel: [2, 2] }),
    convolutionCase([1, 3, 2, 2], 2, SAME),
    convolutionCase([1, 3, 3, 1], 2, STRIDED),
    convolutionCase([5, 9, 7, 4], 17, SAME),
  ],
  'transposed convolution': [convolutionCase([1, 2, 2, 2], 1, TRANSPOSED), convolutionCase([3, 5, 4, 4], 6, TRANSPOSED)],
  depthwiseConvolution: [depthwiseCase([1, 3, 3, 2], { kernel: [2, 2] }), depthwiseCase([3, 7, 5, 4], SAME)],
  pooling: (['maximum', 'average'] as const).flatMap((kind) => [
    poolingCase(kind, [1, 4, 4, 2], { kernel: [2, 2], stride: [2, 2] }),
    poolingCase(kind, [3, 7, 9, 4], { kernel: [3, 2], stride: [2, 2] }),
  ]),
  globalPooling: (['maximum', 'average'] as const).map((kind) => globalCase(kind, [2, 3, 2, 3])),
};
