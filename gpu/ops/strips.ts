import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';

/** Rows of a strip, as `shaders/matmul/pack-strips.wgsl` and `shaders/lib/strip-product.wgsl` know them. */
export const STRIP = 64;

/** Rows and columns of the tiles that `shaders/lib/strip-product.wgsl` makes. */
export const STRIP_TILE: readonly [rows: number, columns: number] = [STRIP, STRIP / 2];

const NONE = 0xffffffff;

/** An operand of a product as the product sees it: rows of Ā, or columns of B̄, along the inner dimension. */
export interface StripSource {
  readonly rows: number;
  readonly inner: number;
  /** Floats from row to row, and from step to step along a row. */
  readonly rowStride: number;
  readonly innerStride: number;
  /** The row, or the step along every row, that consists of ones and is not stored. */
  readonly onesRow?: number | undefined;
  readonly onesInner?: number | undefined;
}

/** A copy of an operand in scratch memory, in strips; see `shaders/matmul/pack-strips.wgsl`. */
export interface Strips<T> {
  readonly kernel: Kernel<T>;
  readonly strips: T;
}

/** Vec4s along a strip: an even number, because products take two at a time. */
export function stripSteps(inner: number): number {
  return 2 * Math.ceil(inner / 8);
}

/** The kernel that packs an operand. */
export function packStrips<T>(context: LoweringContext<T>, source: StripSource, operand: T): Strips<T> {
  const { rows, inner, rowStride, innerStride, onesRow = NONE, onesInner = NONE } = source;
  const steps = stripSteps(inner);
  const columns = Math.ceil(rows / STRIP) * steps;
  const strips = context.scratch(columns * STRIP * 4, 'strips');
  const shape = context.constant(
    new Uint32Array([rows, inner, rowStride, innerStride, onesRow, onesInner, steps, columns * STRIP]),
    'strip shape',
  );
  const kernel: Kernel<T> = {
    shader: 'matmul/pack-strips.wgsl',
    bindings: [read(operand), readWrite(strips), read(shape)],
    workgroups: spread(columns),
  };
  return { kernel, strips };
}
