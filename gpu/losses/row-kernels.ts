import type { GraphLowering, Operand } from '../graph/node.ts';
import type { Tensor } from '../graph/tensor.ts';
import { multiply } from '../ops/binary.ts';
import { sum } from '../ops/reduce.ts';
import { spread, type Binding, type Kernel } from '../runtime/kernel.ts';

interface RowProblem {
  readonly shader: string;
  readonly entryPoint?: string;
  readonly overrides?: Readonly<Record<string, number>>;
  readonly bindings: readonly Binding<Operand>[];
}

/** Rows a workgroup on CPU adapters, where one invocation does a row: few, so that all cores have some. */
const CPU_ROWS = 8;
const INVOCATIONS = 64;

/**
 * A kernel that works on whole rows of `columns` elements; see `shaders/losses/row.wgsl`. Barriers are dear on a CPU, so
 * there one invocation does a row; a GPU gives a row up to 64.
 */
export function rowKernels({ facts }: GraphLowering, rows: number, columns: number, problem: RowProblem): Kernel<Operand>[] {
  const workgroupFamily = facts.family === 'workgroup';
  const LANES = workgroupFamily ? Math.min(INVOCATIONS, 2 ** Math.ceil(Math.log2(Math.max(1, columns)))) : 1;
  const ROWS = workgroupFamily ? INVOCATIONS / LANES : CPU_ROWS;
  const SLOTS = LANES === 1 ? 1 : INVOCATIONS;
  const { overrides, ...rest } = problem;
  return [{ ...rest, overrides: { ...overrides, COLUMNS: columns, LANES, ROWS, SLOTS }, workgroups: spread(Math.ceil(rows / ROWS)) }];
}

/** Row n of `matrix [N, D]` times element n of `vector [N]`. */
export function scaleRows(matrix: Tensor, vector: Tensor): Tensor {
  return multiply(matrix, vector.graph.reshape(vector, [vector.shape[0]!, 1]));
}

/** ⟨aₙ, bₙ⟩ of each row, `[N]`. */
export function rowDots(a: Tensor, b: Tensor): Tensor {
  return sum(multiply(a, b), [1]);
}
