import type { Dataset, TextSplit } from '../dataset.ts';
import type { LanguageDataSpec } from '../data-spec.ts';
import type { LanguageTask } from '../task.ts';
import { DIGITS, LETTERS, TASK_CHARACTERS, tokensOf } from './alphabets.ts';
import { RandomStream } from './random-stream.ts';

type SequenceTaskSpec = Extract<LanguageDataSpec, { readonly kind: 'sequence-task' }>;

/** Of all questions, those for testing: one in so many. */
const HELD_OUT = 5;

/** A question up to and with the sign after which the answer begins. */
interface Exercise {
  readonly question: string;
  readonly answer: string;
}

/** Given a word or two numbers, to say the same again in some way. */
const EXERCISES: Readonly<Record<SequenceTaskSpec['task'], (random: RandomStream, length: number) => Exercise>> = {
  copy: ofWord((word) => word),
  reverse: ofWord((word) => Array.from(word).reverse().join('')),
  sort: ofWord((word) => Array.from(word).sort().join('')),
  addition: (random, length) => {
    const [first, second] = [draw(random, DIGITS, length), draw(random, DIGITS, length)];
    const sum = BigInt(first) + BigInt(second);
    return { question: `${first}+${second}=`, answer: String(sum).padStart(length + 1, '0') };
  },
};

function ofWord(answer: (word: string) => string): (random: RandomStream, length: number) => Exercise {
  return (random, length) => {
    const word = draw(random, LETTERS, length);
    return { question: `${word}>`, answer: answer(word) };
  };
}

function draw(random: RandomStream, characters: string, length: number): string {
  return Array.from({ length }, () => characters[Math.floor(random.uniform(0, characters.length))]!).join('');
}

/** Characters of the question and of the answer, the sign between them counted to the question. */
export function exerciseLengths({ task, length }: Pick<SequenceTaskSpec, 'task' | 'length'>): readonly [question: number, answer: number] {
  return task === 'addition' ? [2 * length + 2, length + 1] : [length + 1, length];
}

/**
 * Exercises one after the other, each a window of its own: `bdac>abcd`, `27+58=085`. A question itself decides which split
 * it belongs to, so that none of the test split is ever trained on.
 */
export function makeSequenceTask(spec: SequenceTaskSpec, task: LanguageTask, seed: number): Dataset<TextSplit> {
  const makeSplit = (name: 'train' | 'test', count: number): TextSplit => {
    const random = new RandomStream(seed, `${spec.task} ${name}`);
    const exercises = Array.from({ length: count }, () => {
      for (;;) {
        const { question, answer } = EXERCISES[spec.task](random, spec.length);
        if (isHeldOut(question) === (name === 'test')) return question + answer;
      }
    });
    const { length } = task.inputs;
    return { count, length, hop: length + 1, tokens: tokensOf(exercises.join(''), TASK_CHARACTERS), scored: task.scored };
  };
  return { task, train: makeSplit('train', spec.trainExamples), test: makeSplit('test', spec.testExamples) };
}

/** By FNV-1a over the question. */
function isHeldOut(question: string): boolean {
  let state = 0x811c_9dc5;
  for (let index = 0; index < question.length; index++) state = Math.imul(state ^ question.charCodeAt(index), 0x0100_0193);
  return ((state ^ (state >>> 15)) >>> 0) % HELD_OUT === 0;
}
