import { describe, expect, it } from 'vitest';
import type { ArmDescription } from '../../lab/events.ts';
import { markAnswer } from './mark-answer.ts';
import { formatPosition, positionRows, summarisePositions } from './position-text.ts';

describe('a given answer', () => {
  it('is told right, wrong at some characters or throughout, what is missing being wrong too', () => {
    expect(markAnswer({ text: 'abc', expected: 'abc' }).verdict).toBe('right');
    const short = markAnswer({ text: 'ax', expected: 'abc' });
    expect(short.verdict).toBe('wrong at 2, 3');
    expect(short.characters).toEqual([
      { text: 'a', isRight: true },
      { text: 'x', isRight: false },
      { text: '·', isRight: false },
    ]);
    expect(markAnswer({ text: '', expected: 'ab' })).toMatchObject({ verdict: 'wrong throughout', isRight: false });
  });
});

describe('positions in words', () => {
  const scores = { accuracies: Float64Array.of(0.5, 1, 0.25), losses: Float64Array.of(1, 0.01, 2) };

  it('name the best and the worst', () => {
    expect(summarisePositions(scores, 'accuracy')).toBe('accuracy from 25 % at position 3 to 100 % at position 2');
    expect(summarisePositions(scores, 'loss')).toBe('loss from 0.010 at position 2 to 2.0 at position 3');
    expect(summarisePositions({ ...scores, losses: Float64Array.of(NaN) }, 'loss')).toBe('loss is not finite');
    expect(formatPosition(NaN, 'accuracy')).toBe('NaN');
  });

  it('are a table with a row for each, dashes where an arm has no scores', () => {
    const arm = (name: string) => ({ description: { name } as ArmDescription, positions: null, learnt: [] });
    const scored = { ...arm('A'), positions: { type: 'positions', arm: 0, step: 9, ...scores } as const, learnt: [NaN, 4, NaN] };
    const { columns, rows } = positionRows([scored, arm('B')]);
    expect(columns).toHaveLength(7);
    expect(rows[1]).toEqual(['2', '100 %', '0.0100', '4', '–', '–', '–']);
    expect(rows).toHaveLength(3);
  });
});
