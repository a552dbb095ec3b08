import type { ReactElement } from 'react';
import type { FileFault } from '../../../lab/files/file-fault.ts';
import { visibleText } from '../../visible-text.ts';

const SHOWN = 5;

/** What is wrong with a file, and what to do. */
export function FaultList({ faults }: { readonly faults: readonly FileFault[] }): ReactElement | null {
  if (faults.length === 0) return null;
  return (
    <div className="setup-refusal" role="alert">
      <ul>
        {faults.slice(0, SHOWN).map(({ message, remedy }, index) => (
          <li key={index}>
            {visibleText(message, 300)}: {remedy}.
          </li>
        ))}
      </ul>
      {faults.length > SHOWN ? <p>And {faults.length - SHOWN} more.</p> : null}
    </div>
  );
}
