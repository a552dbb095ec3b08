import type { KernelFamily } from '../runtime/adapter-facts.ts';
import { ShapeError } from '../runtime/errors.ts';
import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import { SMALL_PRODUCT } from './matmul-shape.ts';
import { isPitched, packKernel } from './pack-kernel.ts';
import { packPatches } from './patch-strips.ts';
import { packStrips, STRIP_TILE, stripSteps } from './strips.ts';
import type { WindowedImages } from './window-kernels.ts';

/** A scaled second moment of the rows of `X`, averaged over time: see `gramKernels`. */
export interface GramProblem {
  readonly rows: number;
  readonly columns: number;
  /** X̄ has a column of ones after the stored ones. */
  readonly homogeneous?: boolean;
  readonly scale: number;
}

/** Rows and columns of the result a workgroup makes. */
const TILES: Readonly<Record<KernelFamily, readonly [rows: number, columns: number]>> = {
  'subgroup-4': STRIP_TILE,
  register: [16, 64],
  workgroup: [64, 64],
};

/**
 * Kernels for `out = coefficients[0]·out + coefficients[1]·scale·X̄ᵀX̄`, with `X` stored as `[rows, columns]`, `out` as
 * the full symmetric `[size, size]`, where size counts the homogeneous column, and `coefficients` as `[2]` on the GPU.
 * With `coefficients[0] = 0` the old content of `out` is not looked at; with `coefficients[1] = 0` it stays, whatever `X` holds.
 * @throws ShapeError when a size is not a whole number.
 */
export function gramKernels<T>(
  context: LoweringContext<T>,
  problem: GramProblem,
  operands: { readonly x: T; readonly coefficients: T; readonly out: T },
): Kernel<T>[] {
  const { rows, columns, homogeneous = false } = problem;
  for (const [name, value] of Object.entries({ rows, columns })) {
    if (!Number.isInteger(value) || value < 0) {
      throw new ShapeError(`gram: expected ${name} to be a whole number, got ${String(value)}; check the operand's shape`);
    }
  }
  const size = columns + (homogeneous ? 1 : 0);
  if (size === 0) return [];
  const { family } = context.facts;
  const { x, coefficients, out } = operands;
  if (rows * size * size <= SMALL_PRODUCT || (family !== 'workgroup' && size <= 16)) {
    const shape = gramShape(context, problem, { size, pitch: columns, tiles: 0 });
    return [
      {
        shader: 'gram/general.wgsl',
        bindings: [read(x), read(coefficients), readWrite(out), read(shape)],
        workgroups: spread(Math.ceil(Math.ceil(size / 4) ** 2 / 16)),
      },
    ];
  }
  if (family === 'subgroup-4') {
    const onesRow = homogeneous ? columns : undefined;
    const { kernel, strips } = packStrips(context, { rows: size, inner: rows, rowStride: 1, innerStride: columns, onesRow }, x);
    return [kernel, gramOfStrips(context, problem, { strips, coefficients, out })];
  }
  const tiles = upperTiles(size, TILES[family]);
  const workgroups = spread(tiles.length / 2);
  const places = read(context.constant(tiles, 'gram tiles'));
  const ragged = family === 'register' && !isPitched(columns);
  const packed = ragged ? packKernel(context, { rows, columns, ones: homogeneous }, x) : null;
  const shape = gramShape(context, problem, { size, pitch: packed?.pitch ?? columns, tiles: tiles.length / 2 });
  const bindings = [read(packed?.operand ?? x), read(coefficients), readWrite(out), read(shape), places];
  const tiled: Kernel<T> = { shader: `gram/${family}.wgsl`, bindings, workgroups };
  return packed === null ? [tiled] : [packed.kernel, tiled];
}

/** Whether the `subgroup-4` family makes this from strips. */
export function isMadeOfStrips(family: KernelFamily, { rows, columns, homogeneous = false }: GramProblem): boolean {
  const size = columns + (homogeneous ? 1 : 0);
  return family === 'subgroup-4' && size > 16 && rows * size * size > SMALL_PRODUCT;
}

/** The same for X the patches of images, which strips are packed from: see `isMadeOfStrips`. */
export function patchGramKernels<T>(
  context: LoweringContext<T>,
  problem: GramProblem,
  windowed: WindowedImages,
  { images, coefficients, out }: { readonly images: T; readonly coefficients: T; readonly out: T },
): Kernel<T>[] {
  const { kernels, strips } = packPatches(context, windowed, problem.homogeneous ?? false, images);
  return [...kernels, gramOfStrips(context, problem, { strips, coefficients, out })];
}

function gramOfStrips<T>(
  context: LoweringContext<T>,
  problem: GramProblem,
  { strips, coefficients, out }: { readonly strips: T; readonly coefficients: T; readonly out: T },
): Kernel<T> {
  const size = problem.columns + (problem.homogeneous === true ? 1 : 0);
  const tiles = upperTiles(size, STRIP_TILE);
  const shape = gramShape(context, problem, { size, pitch: stripSteps(problem.rows), tiles: tiles.length / 2 });
  const places = read(context.constant(tiles, 'gram tiles'));
  return {
    shader: 'gram/subgroup-4.wgsl',
    bindings: [read(strips), read(coefficients), readWrite(out), read(shape), places, read(strips)],
    workgroups: spread(tiles.length / 2),
  };
}

/** `GramShape` of `shaders/lib/gram-shape.wgsl`. */
function gramShape<T>(
  context: LoweringContext<T>,
  { rows, columns, scale }: GramProblem,
  { size, pitch, tiles }: { readonly size: number; readonly pitch: number; readonly tiles: number },
): T {
  const words = new Uint32Array([rows, columns, size, pitch, tiles, 0]);
  new Float32Array(words.buffer).set([scale], 5);
  return context.constant(words, 'gram shape');
}

/** Row and column, in tiles, of the tiles that hold an element on or above the diagonal. */
function upperTiles(size: number, [rows, columns]: readonly [number, number]): Uint32Array {
  const tiles: number[] = [];
  for (let row = 0; row * rows < size; row++) {
    for (let column = 0; column * columns < size; column++) {
      if ((column + 1) * columns > row * rows) tiles.push(row, column);
    }
  }
  return Uint32Array.from(tiles);
}
