import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import type { EigenLayout } from './eigen-layout.ts';
import { range, tileAt } from './tile-layout.ts';

/** Works on the tiles on the diagonal of every matrix; see `shaders/linalg/eigen-diagonal.wgsl`. */
export function diagonalTiles<T>(context: LoweringContext<T>, layout: EigenLayout, work: 'unit' | 'halve', tiles: T): Kernel<T> {
  const items = layout.matrices.flatMap((matrix) => range(0, matrix.side).map((place) => tileAt(matrix, place, place)));
  return {
    shader: 'linalg/eigen-diagonal.wgsl',
    entryPoint: work,
    overrides: { TILE: layout.tiles.tile },
    bindings: [read(context.constant(new Uint32Array(items), 'eigen diagonal tiles')), readWrite(tiles)],
    workgroups: spread(items.length),
  };
}
