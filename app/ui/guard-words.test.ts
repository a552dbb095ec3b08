import { describe, expect, it } from 'vitest';
import { countGuards, NO_GUARD_COUNTS } from '../lab/guard-counts.ts';
import { guardDeeds } from './guard-words.ts';

const texts = (scalars: Readonly<Record<string, number>>): readonly string[] =>
  guardDeeds(countGuards(NO_GUARD_COUNTS, 10, scalars)).map(({ text }) => text);

describe('what guards did', () => {
  it('is told by count, the gravest first', () => {
    expect(texts({ rejectedSteps: 1, ladderRungs: 1_200, staleInverses: 0, fallbacks: 2, inverseStep: 8, residual: 0.1 })).toEqual([
      '1 step rejected',
      '2 inverses in float64',
      '1,200 rungs climbed',
    ]);
  });

  it('is not told where it is nothing, or unknown', () => {
    expect(texts({ rejectedSteps: 0, ladderRungs: NaN, staleInverses: NaN, fallbacks: 0 })).toEqual([]);
    expect(guardDeeds(NO_GUARD_COUNTS)).toEqual([]);
  });
});
