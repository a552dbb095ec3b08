import type { GuardCounts } from '../lab/guard-counts.ts';
import { formatCount } from './format.ts';

/** Something that the guards of an arm did, in words. */
export interface GuardDeed {
  readonly text: string;
  readonly explanation: string;
}

type Counted = Exclude<keyof GuardCounts, 'oldestInverse' | 'residual'>;

interface Words {
  readonly one: string;
  readonly several: string;
  readonly explanation: string;
}

const WORDS: Readonly<Record<Counted, Words>> = {
  rejectedSteps: {
    one: 'step rejected',
    several: 'steps rejected',
    explanation: 'Loss, gradient or direction was not finite, or the loss jumped: nothing was taken of the step',
  },
  ladderRungs: {
    one: 'rung climbed',
    several: 'rungs climbed',
    explanation: 'A damped matrix was not positive definite and was factorised again with ten times its damping',
  },
  staleInverses: {
    one: 'stale inverse',
    several: 'stale inverses',
    explanation: 'A matrix could not be inverted even with a thousand times its damping and kept its last good inverse for a refresh',
  },
  fallbacks: {
    one: 'inverse in float64',
    several: 'inverses in float64',
    explanation: 'What still could not be inverted on the GPU was inverted in float64 on the CPU',
  },
};

/** What guards did, the mildest last; nothing where they had nothing to do. */
export function guardDeeds(counts: GuardCounts): readonly GuardDeed[] {
  return (['rejectedSteps', 'fallbacks', 'staleInverses', 'ladderRungs'] as const).flatMap((key) => {
    const count = counts[key];
    if (!(count > 0)) return [];
    const { one, several, explanation } = WORDS[key];
    return [{ text: `${formatCount(count)} ${count === 1 ? one : several}`, explanation }];
  });
}
