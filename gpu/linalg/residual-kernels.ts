import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import { chosenMatrices, type MatrixSlot, type SpdInverseProblem } from './matrix-batch.ts';
import { range } from './tile-layout.ts';

const ROWS = 64;

/**
 * ‖(I − (A + shift·I) X) z‖ / √n for every chosen matrix: with random signs z its square is an unbiased estimate of
 * ‖I − (A + shift·I) X‖²_F / n at the price of two products with a vector (Hutchinson 1990, §2).
 *
 * Operands: `matrices` f32, full and symmetric in every slot; `inverses` f32 with the same slots; `shifts` f32 `[count]`;
 * `signs` f32 `[rowsOf(matrices)]`; `residuals` f32 `[count]`.
 */
export function residualKernels<T>(
  context: LoweringContext<T>,
  problem: SpdInverseProblem,
  operands: { readonly matrices: T; readonly shifts: T; readonly inverses: T; readonly signs: T; readonly residuals: T },
): Kernel<T>[] {
  const { matrices, shifts, inverses, signs, residuals } = operands;
  const starts = startsOf(problem.matrices);
  const chosen = chosenMatrices(problem);
  const blocks = chosen.flatMap(({ slot, index }) =>
    range(0, Math.ceil(slot.size / ROWS)).flatMap((block) => [slot.offset, slot.size, starts[index]!, index * 2 ** 16 + block]),
  );
  const parts = chosen.flatMap(({ slot, index }) => [starts[index]!, slot.size, index, 0]);
  const rows = rowsOf(problem.matrices);
  const products = context.scratch(rows, 'linalg probe product');
  const remainders = context.scratch(rows, 'linalg probe remainder');
  const items = context.constant(Uint32Array.from(blocks), 'linalg probe blocks');
  const product = (matrix: T, x: T, result: T, remainder: boolean): Kernel<T> => ({
    shader: 'linalg/residual-product.wgsl',
    overrides: { REMAINDER: remainder ? 1 : 0 },
    bindings: [read(items), read(matrix), read(x), read(signs), read(shifts), readWrite(result)],
    workgroups: spread(blocks.length / 4),
  });
  return [
    product(inverses, signs, products, false),
    product(matrices, products, remainders, true),
    {
      shader: 'linalg/residual-norm.wgsl',
      bindings: [read(context.constant(Uint32Array.from(parts), 'linalg probe parts')), read(remainders), readWrite(residuals)],
      workgroups: spread(chosen.length),
    },
  ];
}

/** Rows of all matrices together. */
export function rowsOf(matrices: readonly MatrixSlot[]): number {
  return matrices.reduce((sum, { size }) => sum + size, 0);
}

function startsOf(matrices: readonly MatrixSlot[]): readonly number[] {
  return matrices.map((_, index) => rowsOf(matrices.slice(0, index)));
}
