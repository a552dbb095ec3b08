import type { Operand } from '../graph/node.ts';
import { sizeOf, type Tensor } from '../graph/tensor.ts';
import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';

const INVOCATIONS = 64;

/**
 * A kernel with one invocation for each row of the last axis, on vectors of four columns where rows are whole ones; it is
 * told ROWS and COLUMNS.
 */
export function rowwise(
  shader: string,
  sources: readonly Tensor[],
  output: Tensor,
  overrides: Readonly<Record<string, number>>,
): Kernel<Operand>[] {
  const columns = output.shape.at(-1) ?? 1;
  if (sizeOf(output.shape) === 0) return [];
  const byFour = columns % 4 === 0;
  const rows = sizeOf(output.shape) / columns;
  return [
    {
      shader: byFour ? `${shader}-vector.wgsl` : `${shader}.wgsl`,
      overrides: { ROWS: rows, COLUMNS: byFour ? columns / 4 : columns, ...overrides },
      bindings: [...sources.map((source) => read<Operand>(source)), readWrite(output)],
      workgroups: spread(Math.ceil(rows / INVOCATIONS)),
    },
  ];
}
