import type { ReactElement } from 'react';
import type { FileFault } from '../../../lab/files/file-fault.ts';
import { visibleText } from '../../visible-text.ts';

const SHOWN = 5;

/** What is wrong with a file, and what to do. */
export function FaultList({ faults }: { readonly faults: readonly FileFault[] }): ReactElement | null {
  const [only, ...others] = faults.map(sentenceOf);
  if (only === undefined) return null;
  return (
    <div className="setup-refusal" role="alert">
      {others.length === 0 ? (
        <p>{only}</p>
      ) : (
        <ul>
          {[only, ...others].slice(0, SHOWN).map((sentence, index) => (
            <li key={index}>{sentence}</li>
          ))}
        </ul>
      )}
      {faults.length > SHOWN ? <p>And {faults.length - SHOWN} more.</p> : null}
    </div>
  );
}

function sentenceOf({ message, remedy }: FileFault): string {
  return `${visibleText(message, 300)}; ${remedy}.`;
}
