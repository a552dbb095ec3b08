import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import { tileItems, type EigenLayout } from './eigen-layout.ts';

/** What the first dispatches of an eigen-solve leave behind. */
export interface LoadedMatrices<T> {
  readonly kernels: readonly Kernel<T>[];
  /** `layout.records` on the GPU. */
  readonly records: T;
  /** f32 `[matrices]`: what eigenvalues of the tiles are to be multiplied by. */
  readonly scales: T;
  /** u32 `[matrices]`, zeros, to count in. */
  readonly cleared: T;
}

/**
 * Copies the matrices, read on and above the diagonal, into full symmetric `tiles`, multiplied by a power of two that
 * brings the largest element into [1, 2); `status` becomes 1 where an element is not finite, else 0.
 */
export function loadSymmetric<T>(context: LoweringContext<T>, layout: EigenLayout, source: T, tiles: T, status: T): LoadedMatrices<T> {
  const count = layout.matrices.length;
  const records = context.constant(layout.records, 'eigen matrices');
  const magnitudes = context.scratch(count, 'eigen magnitudes');
  const scales = context.scratch(count, 'eigen scales');
  const cleared = context.scratch(count, 'eigen counts');
  const items = tileItems(layout, 'upper');
  const above = context.constant(new Uint32Array(items.flat()), 'eigen tiles above');
  const overrides = { TILE: layout.tiles.tile };
  const kernels: Kernel<T>[] = [
    {
      shader: 'linalg/eigen-clear.wgsl',
      bindings: [readWrite(magnitudes), readWrite(cleared)],
      workgroups: spread(Math.ceil(count / 64)),
    },
    {
      shader: 'linalg/eigen-magnitude.wgsl',
      overrides,
      bindings: [read(records), read(above), read(source), readWrite(magnitudes)],
      workgroups: spread(items.length),
    },
    {
      shader: 'linalg/eigen-load.wgsl',
      overrides,
      bindings: [read(records), read(above), read(source), read(magnitudes), readWrite(tiles), readWrite(scales), readWrite(status)],
      workgroups: spread(items.length),
    },
  ];
  return { kernels, records, scales, cleared };
}
