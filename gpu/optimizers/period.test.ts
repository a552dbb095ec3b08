import { expect, test } from 'vitest';
import { isPeriodDue, isShareDue, type Period } from './period.ts';

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

test('shares take turns within a period, each once', () => {
  const due = (index: number): number[] => Array.from({ length: 40 }, (_, at) => at + 1).filter((step) => isShareDue(index, 4, 20, step));
  expect([0, 1, 2, 3].map(due)).toEqual([
    [20, 40],
    [5, 25],
    [10, 30],
    [15, 35],
  ]);
  expect([1, 2, 3].map((step) => isShareDue(2, 3, 1, step))).toEqual([true, true, true]);
});
