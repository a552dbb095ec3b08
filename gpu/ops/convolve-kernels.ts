import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import { activationAfter } from './activation-after.ts';
import { geometryWords, imageLayout, layOut, NONE } from './image-layout.ts';
import type { Activation } from './matmul-shape.ts';
import type { WindowedImages } from './window-kernels.ts';

/** `C = activation(scale · [P 1]·B)`, P the patches `[places, K]` of images. */
export interface ConvolutionProblem extends WindowedImages {
  /** Columns of C. */
  readonly n: number;
  /** Where in the weight's memory, in floats, the first column's element for a column of the patches lies. */
  readonly weightAt: (column: number) => number;
  /** Floats from column to column. */
  readonly columnStride: number;
  /** Where the first column's bias lies; null where there is none. */
  readonly biasAt: number | null;
  readonly scale: number;
  readonly activation: Activation;
}

/** Places of a tile, as `shaders/lib/quad-tile.wgsl` knows them. */
const TILE = 64;

/** Kernels of the `subgroup-4` family that read patches from the images themselves, which they lay out first. */
export function convolveKernels<T>(
  context: LoweringContext<T>,
  problem: ConvolutionProblem,
  operands: { readonly images: T; readonly weight: T; readonly result: T },
): Kernel<T>[] {
  const { n, weightAt, columnStride, biasAt, scale, activation } = problem;
  const { places, taps, columns, geometry } = imageLayout(problem);
  if (places === 0 || n === 0) return [];
  const laidOut = layOut(context, problem, operands.images);
  const pairs = Math.ceil(taps.length / 2);
  // The last pair of steps holds the bias.
  const steps = 2 * (pairs + 1);
  const sources = new Uint32Array(steps * 4).fill(NONE);
  for (const [step, column] of columns.entries()) if (column !== NONE) sources[step] = weightAt(column);
  if (biasAt !== null) sources[pairs * 8] = biasAt;
  const strips = context.scratch(Math.ceil(n / 64) * steps * 64 * 4, 'strips');
  const pack: Kernel<T> = {
    shader: 'convolution/pack-weight.wgsl',
    overrides: { COLUMNS: n, COLUMN_STRIDE: columnStride, STEPS: steps },
    bindings: [read(operands.weight), readWrite(strips), read(context.constant(sources, 'weight places'))],
    workgroups: spread(Math.ceil(n / 64) * steps),
  };
  const isWide = n > 16;
  const { isRelu, target, kernels } = activationAfter(context, activation, places * n, operands.result);
  const words = new Uint32Array([places, n, pairs, isRelu ? 1 : 0, 0, ...geometryWords(geometry)]);
  new Float32Array(words.buffer).set([scale], 4);
  // What an odd last step is paired with meets zeros of the weight.
  const paired = Uint32Array.from({ length: pairs * 2 }, (_, step) => taps[Math.min(step, taps.length - 1)]!);
  const product: Kernel<T> = {
    shader: 'convolution/convolve.wgsl',
    consts: { WIDE: isWide ? 1 : 0 },
    bindings: [
      read(laidOut.operand),
      read(strips),
      readWrite(target),
      read(context.constant(words, 'convolution shape')),
      read(context.constant(paired, 'taps')),
    ],
    workgroups: spread(Math.ceil(places / TILE) * Math.ceil(n / (isWide ? 32 : 16))),
  };
  return [...laidOut.kernels, pack, product, ...kernels];
}
