import { describe, expect, test } from 'vitest';
import { heatmap } from './heatmap.ts';

describe('heatmap', () => {
  test('shows a small matrix as it is, without signs', () => {
    const whole = { row: 0, column: 0, rows: 2, columns: 3, values: [1, -2, -2, 3, 0, -1] };
    expect(heatmap(2, 3, [whole])).toEqual({ rows: 2, columns: 3, values: Float32Array.of(1, 2, 2, 3, 0, 1) });
  });

  test('averages cells of a large one', () => {
    const size = 300;
    const whole = { row: 0, column: 0, rows: size, columns: size, values: new Float32Array(size * size).fill(-0.5) };
    const { rows, columns, values } = heatmap(size, size, [whole]);
    expect([rows, columns]).toEqual([128, 128]);
    expect(values.every((value) => value === 0.5)).toBe(true);
  });

  test('keeps signs where asked to', () => {
    const values = Float32Array.from({ length: 256 }, (_, at) => (at % 2 === 0 ? 3 : -1));
    expect(heatmap(256, 1, [{ row: 0, column: 0, rows: 256, columns: 1, values }], 'kept').values).toEqual(new Float32Array(128).fill(1));
  });

  test('keeps each side to its own number of cells', () => {
    const values = Float32Array.from({ length: 256 * 3 }, (_, at) => Math.floor(at / 3));
    const { rows, columns, values: cells } = heatmap(256, 3, [{ row: 0, column: 0, rows: 256, columns: 3, values }]);
    expect([rows, columns]).toEqual([128, 3]);
    // Two rows a cell: 0 and 1, then 2 and 3.
    expect(Array.from(cells.subarray(0, 6))).toEqual([0.5, 0.5, 0.5, 2.5, 2.5, 2.5]);
  });

  test('leaves cells empty that no tile reaches, and does not count what is missing as zero', () => {
    const tiles = [
      { row: 0, column: 0, rows: 2, columns: 2, values: [1, 2, 2, 4] },
      { row: 2, column: 2, rows: 1, columns: 1, values: [9] },
    ];
    expect(Array.from(heatmap(3, 3, tiles).values)).toEqual([1, 2, NaN, 2, 4, NaN, NaN, NaN, 9]);
    const large = heatmap(256, 256, [{ row: 0, column: 0, rows: 1, columns: 1, values: [6] }]);
    expect(large.values[0]).toBe(6);
    expect(large.values[1]).toBeNaN();
  });
});
