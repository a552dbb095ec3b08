import { expect, test } from 'vitest';
import { isPeriodDue, type Period } from './period.ts';

test('a period is due at its multiples, a schedule at those of its latest entry', () => {
  const due = (period: Period): number[] => Array.from({ length: 14 }, (_, index) => index + 1).filter((step) => isPeriodDue(period, step));
  expect(due(5)).toEqual([5, 10]);
  expect(
    due([
      { from: 1, every: 1 },
      { from: 4, every: 5 },
      { from: 11, every: 7 },
    ]),
  ).toEqual([1, 2, 3, 5, 10, 14]);
  expect(due([{ from: 3, every: 2 }])).toEqual([1, 2, 4, 6, 8, 10, 12, 14]);
});
