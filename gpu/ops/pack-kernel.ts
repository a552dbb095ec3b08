import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';

/** Whether rows of this many floats are whole vec4s. */
export function isPitched(columns: number): boolean {
  return columns % 4 === 0 && columns > 0;
}

/** A copy of a matrix in scratch memory whose rows, with a column of ones where asked for, are padded to whole vec4s. */
export interface Packed<T> {
  readonly kernel: Kernel<T>;
  readonly operand: T;
  /** Floats from row to row. */
  readonly pitch: number;
}

/** The kernel that packs a matrix stored as `[rows, columns]`. */
export function packKernel<T>(
  context: LoweringContext<T>,
  { rows, columns, ones }: { readonly rows: number; readonly columns: number; readonly ones: boolean },
  source: T,
): Packed<T> {
  const filled = columns + (ones ? 1 : 0);
  const vectors = Math.max(1, Math.ceil(filled / 4));
  const operand = context.scratch(rows * vectors * 4, 'packed matrix');
  const shape = context.constant(new Uint32Array([rows, columns, filled, vectors]), 'pack shape');
  const kernel: Kernel<T> = {
    shader: 'matmul/pack.wgsl',
    bindings: [read(source), readWrite(operand), read(shape)],
    workgroups: spread(Math.ceil((rows * vectors) / 64)),
  };
  return { kernel, operand, pitch: vectors * 4 };
}
