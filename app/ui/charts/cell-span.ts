import { cellEdge } from '../../lab/heatmap.ts';

/** Indices of a side, both ends included. */
export type Span = readonly [first: number, last: number];

/** The indices that a cell stands for when `size` of them are cut into `cells`. */
export function spanOf(cell: number, size: number, cells: number): Span {
  return [cellEdge(cell, size, cells), cellEdge(cell + 1, size, cells) - 1];
}

/** For reading: `7` or `8–11`. */
export function spelled([first, last]: Span): string {
  return first === last ? String(first) : `${String(first)}–${String(last)}`;
}
