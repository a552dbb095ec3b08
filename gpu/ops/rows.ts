import { defineOp } from '../graph/define-op.ts';
import { formatShape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';
import { read, readWrite, spread } from '../runtime/kernel.ts';
import { elementwise } from './elementwise.ts';

const INVOCATIONS = 64;

/** @throws ShapeError unless the first is a matrix and the second a u32 vector. */
function checkRows(name: string, matrix: Tensor, indices: Tensor): void {
  checkIndices(name, indices);
  if (matrix.shape.length !== 2 || matrix.dtype !== 'f32') {
    throw new ShapeError(`${name}: expected rows of an f32 matrix, got ${matrix.dtype} ${formatShape(matrix.shape)}; reshape to two axes`);
  }
}

function checkIndices(name: string, indices: Tensor): void {
  if (indices.shape.length !== 1 || indices.dtype !== 'u32') {
    throw new ShapeError(`${name}: expected indices of u32 [R], got ${indices.dtype} ${formatShape(indices.shape)}; reshape to one axis`);
  }
}

/** Shader and columns, by vectors of four where columns allow it. */
function byColumns(shader: string, columns: number): { readonly shader: string; readonly unit: number } {
  return columns % 4 === 0 ? { shader: `rows/${shader}-vector.wgsl`, unit: 4 } : { shader: `rows/${shader}.wgsl`, unit: 1 };
}

const recordGather = defineOp<null>({
  name: 'gatherRows',
  shape: ([table, indices]) => {
    checkRows('gatherRows', table!, indices!);
    return [indices!.shape[0]!, table!.shape[1]!];
  },
  lower: (_, [table, indices], output) => {
    const [rows, columns] = table!.shape as [number, number];
    const { shader, unit } = byColumns('gather', columns);
    return elementwise(shader, sizeOf(output.shape) / unit, [read(table!), read(indices!), readWrite(output)], {
      ROWS: rows,
      COLUMNS: columns / unit,
    });
  },
  vjp: (cotangent, [table, indices]) => [scatterRows(cotangent, indices!, table!.shape[0]!), null],
  jvp: ([tangent], [, indices]) => (tangent ? gatherRows(tangent, indices!) : null),
});

const recordScatter = defineOp<number>({
  name: 'scatterRows',
  shape: ([rows, indices], tableRows) => {
    checkRows('scatterRows', rows!, indices!);
    if (rows!.shape[0] !== indices!.shape[0]) {
      throw new ShapeError(
        `scatterRows: expected an index for each of the rows ${formatShape(rows!.shape)}, got ${formatShape(indices!.shape)}; make the counts equal`,
      );
    }
    return [tableRows, rows!.shape[1]!];
  },
  lower: (context, [rows, indices], output) => {
    const size = sizeOf(output.shape);
    if (size === 0) return [];
    const [count, columns] = rows!.shape as [number, number];
    const links = count + output.shape[0]!;
    const chain = context.scratch(links, 'chain of rows');
    const { shader, unit } = byColumns('scatter', columns);
    return [
      {
        shader: 'rows/chain.wgsl',
        overrides: { COUNT: count },
        bindings: [read(indices!), readWrite(chain)],
        workgroups: spread(Math.ceil(links / INVOCATIONS)),
      },
      {
        shader,
        overrides: { COUNT: count, COLUMNS: columns / unit },
        bindings: [read(rows!), read(chain), readWrite(output)],
        workgroups: spread(Math.ceil(size / unit / INVOCATIONS)),
      },
    ];
  },
  vjp: (cotangent, [, indices]) => [gatherRows(cotangent, indices!), null],
  jvp: ([tangent], [, indices], _, tableRows) => (tangent ? scatterRows(tangent, indices!, tableRows) : null),
});

const recordCount = defineOp<number>({
  name: 'countRows',
  shape: ([indices], tableRows) => {
    checkIndices('countRows', indices!);
    return [tableRows];
  },
  lower: (_, [indices], output, tableRows) =>
    tableRows === 0
      ? []
      : [
          {
            shader: 'rows/count.wgsl',
            overrides: { COUNT: sizeOf(indices!.shape) },
            bindings: [read(indices!), readWrite(output)],
            workgroups: spread(Math.ceil(tableRows / INVOCATIONS)),
          },
        ],
  vjp: () => [null],
  jvp: () => null,
});

/**
 * Row `indices[r]` of the table as row r: `[V, D]` and u32 `[R]` to `[R, D]`; zeros for an index of V or more.
 * @throws ShapeError for other axes or types.
 */
export function gatherRows(table: Tensor, indices: Tensor): Tensor {
  return recordGather([table, indices], null);
}

/**
 * Adds row r to row `indices[r]` of a table of zeros, `[R, D]` to `[tableRows, D]`: the transpose of `gatherRows`. The
 * order of each sum is fixed.
 * @throws ShapeError for other axes or types, or when the counts differ.
 */
export function scatterRows(rows: Tensor, indices: Tensor, tableRows: number): Tensor {
  return recordScatter([rows, indices], tableRows);
}

/** How often each of the numbers below `tableRows` occurs among u32 indices `[R]`, as f32 `[tableRows]`. @throws ShapeError for other axes or types. */
export function countRows(indices: Tensor, tableRows: number): Tensor {
  return recordCount([indices], tableRows);
}
