import type { DataSpec, LanguageDataSpec } from './data-spec.ts';
import { ALPHABETS, TASK_CHARACTERS } from './datasets/alphabets.ts';
import { exerciseLengths } from './datasets/sequence-tasks.ts';
import type { LanguageTask } from './task.ts';

type LanguageKind = LanguageDataSpec['kind'];

/** The vocabulary of each kind of data that are characters. */
const CHARACTERS: Readonly<Record<LanguageKind, string>> = {
  text: ALPHABETS.book,
  names: ALPHABETS.names,
  'sequence-task': TASK_CHARACTERS,
};

/** Whether data of a kind are characters. */
export function isLanguageKind(kind: DataSpec['kind']): kind is LanguageKind {
  return kind in CHARACTERS;
}

export function isLanguage(data: DataSpec): data is LanguageDataSpec {
  return isLanguageKind(data.kind);
}

/** Characters that data of a kind consist of, in the order of their numbers. */
export function charactersOf(kind: LanguageKind): string {
  return CHARACTERS[kind];
}

/** What a model of such data is to do: to tell every next character of a text, or those of the answer to a question. */
export function languageTaskOf(data: LanguageDataSpec): LanguageTask {
  const characters = charactersOf(data.kind);
  const task = (length: number, scored: LanguageTask['scored']): LanguageTask => ({
    kind: 'language',
    inputs: { kind: 'tokens', length, vocabulary: characters.length },
    characters,
    scored,
  });
  if (data.kind !== 'sequence-task') return task(data.length, { start: 0, count: data.length });
  const [question, answer] = exerciseLengths(data);
  // The sign before the answer is the first character whose next one counts; the last one is a target alone.
  return task(question + answer - 1, { start: question - 1, count: answer });
}
