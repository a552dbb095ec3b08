import { describe, expect, test } from 'vitest';
import type { Attempt } from '../../../lab/fit/fit-budget.ts';
import { findPreset } from '../../../lab/presets/index.ts';
import { startedFit, type FitState } from '../../../state/fit-state.ts';
import { budgetDraft, checkBudget, isSameQuestion, questionOf, USUAL_BUDGET } from './fit-question.ts';
import { attemptReason, fitSentence, timesFormula } from './fit-words.ts';

const { spec } = findPreset('spirals')!;
const budget = { bytes: 2 ** 20, relative: 1.5 };
const large: Attempt = {
  label: 'blocks as asked for',
  bytes: 3 * 2 ** 20,
  allocated: null,
  times: null,
  periods: null,
  relative: null,
  verdict: 'takes too much memory',
};
const slow: Attempt = {
  label: 'diagonals',
  bytes: 2 ** 19,
  allocated: 2 ** 19,
  times: { plain: 1.25, sections: new Map(Object.entries({ statistics: 0.5, inverses: 4, damping: 0.1 })) },
  periods: { statisticsEvery: 20, inverseEvery: 100 },
  relative: 1.75,
  verdict: 'takes too long',
};

describe('the words of a fit', () => {
  test('say why a structure was passed over or taken', () => {
    expect(attemptReason(large, budget)).toBe('takes too much memory: 1.00 MiB granted; not run');
    expect(attemptReason(slow, budget)).toBe('takes too long: still 1.75 × with T₁ 20, T₃ 100, 1.50 × granted');
    expect(attemptReason({ ...slow, verdict: 'fits' }, budget)).toBe('fits: 1.75 × with T₁ 20, T₃ 100');
    expect(
      timesFormula({
        plain: 1.25,
        sections: new Map([
          ['statistics', 0.5],
          ['inverses', 4],
          ['damping', 0.1],
        ]),
      }),
    ).toBe('1.25 + statistics 0.500 / T₁ + inverses 4.00 / T₃ + damping 0.100 / its period');
  });

  test('explain a refusal by the smallest budget that would have worked, as far as it is known', () => {
    const refused = (attempts: readonly Attempt[]): FitState => ({
      ...startedFit(1, spec, 0, budget),
      status: { kind: 'refused' },
      attempts,
    });
    expect(fitSentence(refused([large, slow]))).toContain('The quickest in 1.00 MiB are diagonals: 512 KiB and 1.75 × SGD.');
    expect(fitSentence(refused([large]))).toContain(
      'The least memory is 3.00 MiB, by blocks as asked for; its time is known once it may be run.',
    );
  });
});

describe('the question of a fit', () => {
  test('is a budget of numbers in range, each fault at its field', () => {
    expect(checkBudget(USUAL_BUDGET, 'budget')).toEqual({ budget: { bytes: 256 * 2 ** 20, relative: 1.5 }, issues: [] });
    expect(checkBudget(budgetDraft(budget), 'budget').budget).toEqual(budget);
    expect(checkBudget({ memory: '', time: 0.5 }, 'budget').issues.map(({ path }) => path)).toEqual(['budget.memory', 'budget.time']);
  });

  test('is of one arm, whatever is wrong with the others, and the same whatever its name, seed and end', () => {
    const question = questionOf(spec, 0)!;
    expect(question.arms).toEqual(spec.arms.slice(0, 1));
    const others = { ...spec, seed: 9, stop: { steps: 7, seconds: null }, arms: [spec.arms[0]!, { ...spec.arms[1]!, name: '' }] };
    expect(isSameQuestion(questionOf(others, 0)!, question)).toBe(true);
    expect(isSameQuestion(questionOf({ ...spec, batchSize: 32 }, 0)!, question)).toBe(false);
    expect(questionOf({ ...spec, batchSize: 'many' }, 0)).toBeNull();
  });
});
