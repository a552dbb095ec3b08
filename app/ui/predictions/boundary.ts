import { classStyle } from './class-styles.ts';

/** A piece of a contour in grid coordinates: cell centres lie at whole numbers, rows grow with y. */
export type Segment = readonly [x1: number, y1: number, x2: number, y2: number];

/** Pixels `[side, side, 4]` of the classes' colours blended by probability; the first row is the largest y, as pictures run downwards. */
export function blendedPixels(probabilities: Float32Array, side: number, classes: number): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const from = (row * side + column) * classes;
      const to = 4 * ((side - 1 - row) * side + column);
      let total = 0;
      const sums: [number, number, number] = [0, 0, 0];
      for (let label = 0; label < classes; label++) {
        const probability = probabilities[from + label] ?? NaN;
        const { color } = classStyle(label);
        total += probability;
        for (const channel of [0, 1, 2] as const) sums[channel] += probability * color[channel];
      }
      if (!Number.isFinite(total)) continue;
      for (const channel of [0, 1, 2] as const) pixels[to + channel] = sums[channel];
      pixels[to + 3] = 255;
    }
  }
  return pixels;
}

/**
 * Where each class stops being the most probable: the zero contour of its probability minus the largest other one,
 * by marching squares with linear interpolation; a saddle is split by the mean of its corners.
 */
export function boundarySegments(probabilities: Float32Array, side: number, classes: number): Segment[] {
  const segments: Segment[] = [];
  // With two classes the contour of the second is that of the first.
  for (let label = 0; label < (classes === 2 ? 1 : classes); label++) {
    const margins = classMargins(probabilities, side * side, classes, label);
    for (let row = 0; row + 1 < side; row++) {
      for (let column = 0; column + 1 < side; column++) {
        const at = row * side + column;
        const corners = [margins[at], margins[at + 1], margins[at + side + 1], margins[at + side]].map((margin) => margin ?? NaN);
        cellSegments(corners, column, row, segments);
      }
    }
  }
  return segments;
}

function classMargins(probabilities: Float32Array, cells: number, classes: number, label: number): Float32Array {
  const margins = new Float32Array(cells);
  for (let cell = 0; cell < cells; cell++) {
    let other = -Infinity;
    for (let rival = 0; rival < classes; rival++) {
      if (rival !== label) other = Math.max(other, probabilities[cell * classes + rival] ?? NaN);
    }
    margins[cell] = (probabilities[cell * classes + label] ?? NaN) - other;
  }
  return margins;
}

/** Corners run round the cell from its origin; edge `i` joins corner `i` to the next. */
function cellSegments(corners: readonly number[], column: number, row: number, segments: Segment[]): void {
  const crossings: (readonly [number, number])[] = [];
  const places = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ] as const;
  places.forEach(([x, y], edge) => {
    const next = places[(edge + 1) % 4] ?? places[0];
    const from = corners[edge] ?? NaN;
    const to = corners[(edge + 1) % 4] ?? NaN;
    if (Number.isNaN(from) || Number.isNaN(to) || from > 0 === to > 0) return;
    const share = from / (from - to);
    crossings.push([column + x + share * (next[0] - x), row + y + share * (next[1] - y)]);
  });
  const join = (a: number, b: number): void => {
    const start = crossings[a];
    const end = crossings[b];
    if (start !== undefined && end !== undefined) segments.push([...start, ...end]);
  };
  if (crossings.length === 2) join(0, 1);
  if (crossings.length === 4) {
    const mean = corners.reduce((sum, corner) => sum + corner, 0);
    // The corner at the origin is cut off from the middle, or joined to it.
    const cutOff = (corners[0] ?? 0) > 0 !== mean > 0;
    join(0, cutOff ? 3 : 1);
    join(cutOff ? 1 : 2, cutOff ? 2 : 3);
  }
}
