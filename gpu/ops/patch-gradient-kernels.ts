import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import { geometryWords, imageLayout, layOut, NONE } from './image-layout.ts';
import { foldKernels } from './sum.ts';
import type { WindowedImages } from './window-kernels.ts';

/** `C = scale · [P 1]ᵀ·G`, P the patches `[places, K]` of images, G `[places, n]` of whole vec4s. */
export interface PatchGradientProblem extends WindowedImages {
  readonly n: number;
  readonly homogeneous: boolean;
  readonly scale: number;
}

/** Vec4s of a patch in a block of a tile, as `shaders/convolution/weight-gradient.wgsl` knows them. */
const BLOCK_VECTORS = 4;

/** Workgroups that keep a CPU's cores busy, and places that are worth one. */
const WORKGROUPS = 64;
const SHORTEST_PART = 256;

/** Kernels of the `subgroup-4` family that read patches from the images themselves; the places are shared out and their sums folded. */
export function patchGradientKernels<T>(
  context: LoweringContext<T>,
  problem: PatchGradientProblem,
  operands: { readonly images: T; readonly gradients: T; readonly result: T },
): Kernel<T>[] {
  const { n, homogeneous, scale } = problem;
  const { places, taps, columns, geometry } = imageLayout(problem);
  const stored = columns.reduce((count, column) => count + (column === NONE ? 0 : 1), 0);
  const rows = stored + (homogeneous ? 1 : 0);
  const laidOut = layOut(context, problem, operands.images);
  const isWide = n > 16;
  const blocks = taps.length <= BLOCK_VECTORS ? 1 : 3;
  const tilesDown = Math.ceil(taps.length / (BLOCK_VECTORS * blocks));
  const tiles = tilesDown * Math.ceil(n / (isWide ? 32 : 16));
  const wanted = Math.max(1, Math.min(Math.ceil(WORKGROUPS / tiles), Math.floor(places / SHORTEST_PART)));
  const span = 8 * Math.ceil(places / wanted / 8);
  const parts = Math.ceil(places / span);
  const sums = parts === 1 ? operands.result : context.scratch(parts * rows * n, 'sums of parts');
  const rowOf = new Uint32Array(tilesDown * blocks * BLOCK_VECTORS * 4).fill(NONE);
  rowOf.set(columns);
  const words = new Uint32Array([places, n, rows, taps.length, span, homogeneous ? stored : NONE, 0, ...geometryWords(geometry)]);
  new Float32Array(words.buffer).set([scale], 6);
  const product: Kernel<T> = {
    shader: 'convolution/weight-gradient.wgsl',
    consts: { WIDE: isWide ? 1 : 0, BLOCKS: blocks },
    bindings: [
      read(laidOut.operand),
      read(operands.gradients),
      readWrite(sums),
      read(context.constant(words, 'gradient shape')),
      read(context.constant(taps, 'taps')),
      read(context.constant(rowOf, 'rows')),
    ],
    workgroups: spread(parts * tiles),
  };
  const kernels = [...laidOut.kernels, product];
  if (parts === 1) return kernels;
  return [...kernels, ...foldKernels(context, 'reduce/sum', { outer: 1, terms: parts, inner: rows * n }, [sums], operands.result)];
}
