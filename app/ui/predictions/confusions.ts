import type { MistakesEvent } from '../../lab/mistakes.ts';
import { formatCount, formatShare } from '../format.ts';
import { classWord } from './class-word.ts';

export interface Confusions {
  /** How much is right, and what is confused most. */
  readonly summary: string;
  /** One for each true class. */
  readonly rows: readonly ConfusionRow[];
}

interface ConfusionRow {
  /** One for each predicted class, with its share of the row. */
  readonly cells: readonly { readonly count: number; readonly share: number }[];
  /** Share of the class that is right, as text. */
  readonly right: string;
}

/** The counts of a confusion matrix as rows and words. */
export function confusions(
  { confusion, classes, unread }: Pick<MistakesEvent, 'confusion' | 'classes' | 'unread'>,
  names?: readonly string[],
): Confusions {
  let right = 0;
  let total = unread;
  let most = { count: 0, label: 0, guess: 0 };
  const rows = Array.from({ length: classes }, (_, label): ConfusionRow => {
    const counts = [...confusion.subarray(label * classes, (label + 1) * classes)];
    const sum = counts.reduce((all, count) => all + count, 0);
    total += sum;
    right += counts[label]!;
    for (const [guess, count] of counts.entries()) if (guess !== label && count > most.count) most = { count, label, guess };
    return {
      cells: counts.map((count) => ({ count, share: sum > 0 ? count / sum : 0 })),
      right: sum > 0 ? formatShare(counts[label]! / sum) : '–',
    };
  });
  const confused =
    most.count > 0
      ? `; most often ${classWord(most.label, names)} is taken for ${classWord(most.guess, names)}, ${formatCount(most.count)} times`
      : '';
  return { summary: `${formatCount(right)} of ${formatCount(total)} test examples are right${confused}`, rows };
}
