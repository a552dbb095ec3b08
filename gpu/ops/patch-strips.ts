import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import { geometryWords, imageLayout, layOut, NONE } from './image-layout.ts';
import { STRIP, stripSteps } from './strips.ts';
import type { WindowedImages } from './window-kernels.ts';

/** The columns of patches `[places, K]`, and one of ones where asked for, in strips along the places. */
export function packPatches<T>(
  context: LoweringContext<T>,
  windowed: WindowedImages,
  homogeneous: boolean,
  images: T,
): { readonly kernels: readonly Kernel<T>[]; readonly strips: T } {
  const { places, taps, columns, geometry } = imageLayout(windowed);
  const laidOut = layOut(context, windowed, images);
  const offsets: number[] = [];
  for (const [element, column] of columns.entries()) {
    if (column !== NONE) offsets[column] = taps[Math.floor(element / 4)]! * 4 + (element % 4);
  }
  const rows = offsets.length + (homogeneous ? 1 : 0);
  const steps = stripSteps(places);
  const runs = Math.ceil(rows / STRIP) * steps;
  const strips = context.scratch(runs * STRIP * 4, 'strips');
  const words = [places, offsets.length, rows, steps, runs * STRIP, ...geometryWords(geometry)];
  const pack: Kernel<T> = {
    shader: 'convolution/pack-patches.wgsl',
    bindings: [
      read(laidOut.operand),
      readWrite(strips),
      read(context.constant(Uint32Array.from(words), 'patches shape')),
      read(context.constant(Uint32Array.from(offsets), 'columns')),
    ],
    workgroups: spread(runs),
  };
  return { kernels: [...laidOut.kernels, pack], strips };
}
