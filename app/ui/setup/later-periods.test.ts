import { describe, expect, test } from 'vitest';
import { kfacSchema } from '../../lab/kfac-spec.ts';
import { defaultOptimizers } from './defaults.ts';
import { withLaterPeriod, type LaterPeriodsDraft } from './later-periods.ts';

describe('a later period', () => {
  test('begins at step 100 with twice the first period, each further one at twice the step with twice the period', () => {
    const one = withLaterPeriod([], 5);
    expect(one).toEqual([{ from: 100, every: 10 }]);
    expect(withLaterPeriod(one ?? [], 5)).toEqual([
      { from: 100, every: 10 },
      { from: 200, every: 20 },
    ]);
  });

  test('is a number also after one that cannot be read', () => {
    expect(withLaterPeriod([{ from: 'soon', every: '' }], 5)?.[1]).toEqual({ from: 100, every: 1 });
  });

  test('is offered as often as a spec may have one', () => {
    let changes: LaterPeriodsDraft = [];
    for (let next = withLaterPeriod(changes, 1); next !== null; next = withLaterPeriod(changes, 1)) {
      changes = next.map((_, index) => ({ from: index + 2, every: 1 }));
    }
    const holds = (inverseLater: LaterPeriodsDraft): boolean => kfacSchema.safeParse({ ...defaultOptimizers.kfac, inverseLater }).success;
    expect(holds(changes)).toBe(true);
    expect(holds([...changes, { from: 999, every: 1 }])).toBe(false);
  });
});
