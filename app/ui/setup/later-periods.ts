import type { KfacSpec } from '../../lab/kfac-spec.ts';
import type { Draft, NumberDraft } from '../../state/draft.ts';

export type LaterPeriodsDraft = Draft<KfacSpec['statisticsLater']>;

/** The most changes that a spec may have. */
const MOST_CHANGES = 32;
const FIRST_STEP = 100;
const FACTOR = 2;

/** The changes of a period with one more: at twice the step of the last, to twice its period; null where there may be no more. */
export function withLaterPeriod(changes: LaterPeriodsDraft, first: NumberDraft): LaterPeriodsDraft | null {
  if (changes.length >= MOST_CHANGES) return null;
  const last = changes.at(-1);
  return [...changes, { from: doubled(last?.from, FIRST_STEP), every: doubled(last?.every ?? first, 1) }];
}

/** Twice a number that can be read. */
function doubled(value: NumberDraft | undefined, otherwise: number): number {
  return typeof value === 'number' ? FACTOR * value : otherwise;
}
