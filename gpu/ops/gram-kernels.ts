import { ShapeError } from '../runtime/errors.ts';
import { read, readWrite, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import { spread } from './matmul-shape.ts';

/** A scaled second moment of the rows of `X`, averaged over time: see `gramKernels`. */
export interface GramProblem {
  readonly rows: number;
  readonly columns: number;
  /** X̄ has a column of ones after the stored ones. */
  readonly homogeneous?: boolean;
  readonly scale: number;
}

/**
 * Kernels for `out = coefficients[0]·out + coefficients[1]·scale·X̄ᵀX̄`, with `X` stored as `[rows, columns]`, `out` as
 * the full symmetric `[size, size]`, where size counts the homogeneous column, and `coefficients` as `[2]` on the GPU.
 * With `coefficients[0] = 0` the old content of `out` is not looked at.
 * @throws ShapeError when a size is not a whole number.
 */
export function gramKernels<T>(
  context: LoweringContext<T>,
  problem: GramProblem,
  operands: { readonly x: T; readonly coefficients: T; readonly out: T },
): Kernel<T>[] {
  const { rows, columns, homogeneous = false, scale } = problem;
  for (const [name, value] of Object.entries({ rows, columns })) {
    if (!Number.isInteger(value) || value < 0) {
      throw new ShapeError(`gram: expected ${name} to be a whole number, got ${String(value)}; check the operand's shape`);
    }
  }
  const size = columns + (homogeneous ? 1 : 0);
  if (size === 0) return [];
  const words = new Uint32Array([rows, columns, size, 0]);
  new Float32Array(words.buffer).set([scale], 3);
  return [
    {
      shader: 'gram/general.wgsl',
      bindings: [read(operands.x), read(operands.coefficients), readWrite(operands.out), read(context.constant(words, 'gram shape'))],
      workgroups: spread(Math.ceil(Math.ceil(size / 4) ** 2 / 16)),
    },
  ];
}
