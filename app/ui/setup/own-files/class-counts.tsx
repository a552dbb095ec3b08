import type { ReactElement } from 'react';
import { formatCount } from '../../format.ts';
import { visibleText } from '../../visible-text.ts';

const SHOWN = 12;

interface ClassCountsProps {
  readonly classes: readonly { readonly value: string; readonly count: number }[];
}

/** How many examples each class has. */
export function ClassCounts({ classes }: ClassCountsProps): ReactElement | null {
  if (classes.length === 0) return null;
  return (
    <p className="field-description own-files-classes">
      {classes
        .slice(0, SHOWN)
        .map(({ value, count }) => `${visibleText(value)} × ${formatCount(count)}`)
        .join(', ')}
      {classes.length > SHOWN ? `, and ${classes.length - SHOWN} more classes` : ''}
    </p>
  );
}
