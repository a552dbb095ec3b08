import type { Continuation } from '../../lab/predictions-event.ts';

/** A continuation that is right or wrong. */
export type Answer = Continuation & { readonly expected: string };

export interface MarkedCharacter {
  /** What was given there; `·` where nothing was. */
  readonly text: string;
  readonly isRight: boolean;
}

interface MarkedAnswer {
  readonly characters: readonly MarkedCharacter[];
  readonly isRight: boolean;
  /** `right`, or which characters are wrong, counted from 1. */
  readonly verdict: string;
}

export function isAnswer(continuation: Continuation): continuation is Answer {
  return continuation.expected !== null;
}

/** A given answer beside the right one, character by character. */
export function markAnswer({ text, expected }: Pick<Answer, 'text' | 'expected'>): MarkedAnswer {
  const characters = Array.from(expected, (right, place): MarkedCharacter => {
    const given = text[place];
    return { text: given ?? '·', isRight: given === right };
  });
  const wrong = characters.flatMap(({ isRight }, place) => (isRight ? [] : [place + 1]));
  if (wrong.length === 0) return { characters, isRight: true, verdict: 'right' };
  const verdict = wrong.length === characters.length ? 'wrong throughout' : `wrong at ${wrong.join(', ')}`;
  return { characters, isRight: false, verdict };
}
