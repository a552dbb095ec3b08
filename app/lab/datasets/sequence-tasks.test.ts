import { describe, expect, test } from 'vitest';
import type { TextSplit } from '../dataset.ts';
import type { LanguageDataSpec } from '../data-spec.ts';
import { languageTaskOf } from '../language-task.ts';
import { makeSequenceTask } from './sequence-tasks.ts';

type SequenceTaskSpec = Extract<LanguageDataSpec, { readonly kind: 'sequence-task' }>;

const spec = (task: SequenceTaskSpec['task'], length = 4): SequenceTaskSpec => ({
  kind: 'sequence-task',
  task,
  length,
  trainExamples: 300,
  testExamples: 60,
});

/** The exercises of a split, each with what is scored of it. */
function read(of: SequenceTaskSpec, seed = 1): { readonly train: Exercise[]; readonly test: Exercise[] } {
  const task = languageTaskOf(of);
  const { train, test: held } = makeSequenceTask(of, task, seed);
  const exercises = ({ count, length, hop, tokens, scored }: TextSplit): Exercise[] => {
    const textOf = (from: number, end: number): string =>
      Array.from(tokens.subarray(from, end), (token) => task.characters[token]).join('');
    return Array.from({ length: count }, (_, index) => {
      const begin = index * hop;
      const first = begin + scored.start + 1;
      return { whole: textOf(begin, begin + length + 1), scored: textOf(first, first + scored.count) };
    });
  };
  return { train: exercises(train), test: exercises(held) };
}

interface Exercise {
  readonly whole: string;
  readonly scored: string;
}

const EXPECTED: Readonly<Record<SequenceTaskSpec['task'], (question: string) => string>> = {
  copy: (word) => word,
  reverse: (word) => Array.from(word).reverse().join(''),
  sort: (word) => Array.from(word).sort().join(''),
  addition: (sum) => {
    const [first = '', second = ''] = sum.split('+');
    return String(Number(first) + Number(second)).padStart(first.length + 1, '0');
  },
};

describe('exercises', () => {
  test.each(Object.keys(EXPECTED) as SequenceTaskSpec['task'][])('of %s are right, of one length, and scored on their answer', (task) => {
    const { train } = read(spec(task));
    for (const { whole, scored } of train) {
      const [question = '', answer] = whole.split(task === 'addition' ? '=' : '>');
      expect(answer).toBe(EXPECTED[task](question));
      expect(scored).toBe(answer);
    }
  });

  test('for testing are none of those for training, even where there are few', () => {
    const { train, test: held } = read(spec('reverse', 2));
    const known = new Set(train.map(({ whole }) => whole));
    expect(held.filter(({ whole }) => known.has(whole))).toEqual([]);
    expect(new Set(held.map(({ whole }) => whole)).size).toBeGreaterThan(5);
  });

  test('depend on the seed alone', () => {
    expect(read(spec('addition'))).toEqual(read(spec('addition')));
    expect(read(spec('addition'), 1).train).not.toEqual(read(spec('addition'), 2).train);
  });
});
