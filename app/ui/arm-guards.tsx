import type { ReactElement } from 'react';
import type { GuardCounts } from '../lab/guard-counts.ts';
import { guardDeeds } from './guard-words.ts';
import { Hint } from './kit/hint.tsx';

/** What the guards of an arm had to do, in one line; nothing while they had nothing to do. */
export function ArmGuards({ counts }: { counts: GuardCounts }): ReactElement | null {
  const deeds = guardDeeds(counts);
  if (deeds.length === 0) return null;
  return (
    <ul className="arm-guards" aria-label="Guards">
      {deeds.map(({ text, explanation }) => (
        <li key={explanation}>
          <Hint explanation={explanation}>{text}</Hint>
        </li>
      ))}
    </ul>
  );
}
