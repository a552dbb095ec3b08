import { expect, test } from 'vitest';
import { fitText, type Fit } from './fit-text.ts';

const fit: Fit = {
  type: 'predictions',
  arm: 0,
  step: 1,
  kind: 'fit',
  targets: ['price'],
  truth: Float32Array.of(10, 20, 30),
  predicted: Float32Array.of(11, 17, NaN),
  rows: Uint32Array.of(5, 3, 8),
  curve: null,
};

test('the worst told numbers come first, what is not finite before all, by the rows of the file', () => {
  const { summary, columns, rows } = fitText(fit);
  expect(summary).toBe('the first 3 test examples; the furthest off is row 8, by NaN');
  expect(columns).toEqual(['row of the file', 'true', 'predicted', 'predicted − true']);
  expect(rows.map(([row, , , residual]) => [row, residual])).toEqual([
    ['8', 'NaN'],
    ['3', '−3.00'],
    ['5', '1.00'],
  ]);
});

test('several targets are told apart, examples counted where there is no file', () => {
  const two = fitText({ ...fit, targets: ['a', 'b'], truth: Float32Array.of(1, 2), predicted: Float32Array.of(1, 4), rows: null });
  expect(two.rows[0]?.slice(0, 2)).toEqual(['1', 'b']);
  expect(two.columns.slice(0, 2)).toEqual(['example', 'target']);
});
