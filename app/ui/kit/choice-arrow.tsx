import type { ReactElement } from 'react';

/** The sign of a button that opens something below it. */
export function ChoiceArrow(): ReactElement {
  return (
    <svg className="choice-arrow" viewBox="0 0 10 6" aria-hidden="true">
      <path d="M1 1l4 4 4-4" />
    </svg>
  );
}
