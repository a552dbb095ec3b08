import { describe, expect, it } from 'vitest';
import { confusions } from './confusions.ts';

describe('a confusion matrix', () => {
  it('tells how much is right, and what is taken for what most often', () => {
    const { summary, rows } = confusions({ confusion: Uint32Array.of(8, 2, 0, 5, 5, 0, 0, 0, 0), classes: 3, unread: 1 });
    expect(summary).toBe('13 of 21 test examples are right; most often 1 is taken for 0, 5 times');
    expect(rows.map(({ right }) => right)).toEqual(['80.0 %', '50.0 %', '–']);
    expect(rows[0]!.cells).toEqual([
      { count: 8, share: 0.8 },
      { count: 2, share: 0.2 },
      { count: 0, share: 0 },
    ]);
  });

  it('has nothing to name where nothing is confused', () => {
    expect(confusions({ confusion: Uint32Array.of(3, 0, 0, 4), classes: 2, unread: 0 }).summary).toBe('7 of 7 test examples are right');
  });
});
