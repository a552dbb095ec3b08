import { countRows, gatherRows, scatterRows } from '../ops/rows.ts';
import type { OpCase } from './op-case.ts';
import { sumBound, TOLERANCES } from './tolerances.ts';

interface Rows {
  readonly table: number;
  readonly columns: number;
  readonly count: number;
}

const ROWS: readonly Rows[] = [
  { table: 1, columns: 1, count: 1 },
  { table: 3, columns: 4, count: 5 },
  { table: 5, columns: 3, count: 4 },
  { table: 4, columns: 2, count: 0 },
  { table: 7, columns: 2, count: 3 },
  { table: 65, columns: 12, count: 301 },
  { table: 97, columns: 5, count: 130 },
];

function scatter({ table, columns }: Rows, rows: Float64Array, indices: Float64Array): Float64Array {
  const sums = new Float64Array(table * columns);
  for (const [index, value] of rows.entries()) sums[indices[Math.floor(index / columns)]! * columns + (index % columns)]! += value;
  return sums;
}

export const rowsCases: Readonly<Record<string, readonly OpCase[]>> = {
  gatherRows: ROWS.map(({ table, columns, count }) => ({
    inputs: [{ shape: [table, columns] }, { shape: [count], below: table }],
    apply: ([rows, indices]) => gatherRows(rows!, indices!),
    reference: ([rows, indices]) => [...indices!].flatMap((row) => [...rows!.subarray(row * columns, (row + 1) * columns)]),
    allowed: () => TOLERANCES.exact.factor,
  })),
  scatterRows: ROWS.map((item) => ({
    inputs: [{ shape: [item.count, item.columns] }, { shape: [item.count], below: item.table }],
    apply: ([rows, indices]) => scatterRows(rows!, indices!, item.table),
    reference: ([rows, indices]) => scatter(item, rows!, indices!),
    allowed: ([rows, indices]) => scatter(item, rows!.map(Math.abs), indices!).map((magnitude) => sumBound(item.count, magnitude)),
  })),
  countRows: ROWS.map(({ table, count }) => ({
    inputs: [{ shape: [count], below: table }],
    apply: ([indices]) => countRows(indices!, table),
    reference: ([indices]) => Float64Array.from({ length: table }, (_, row) => indices!.filter((index) => index === row).length),
    allowed: () => TOLERANCES.exact.factor,
  })),
};
