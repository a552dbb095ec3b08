import type { ReactElement } from 'react';
import type { ArmStyle } from '../arm-style.ts';

/** A short piece of an arm's line, as a key to the charts. */
export function LineSample({ style }: { style: ArmStyle }): ReactElement {
  return (
    <svg className="line-sample" viewBox="0 0 32 8" role="img" aria-label={`${style.pattern} line`}>
      <line x1="1" y1="4" x2="31" y2="4" stroke={style.color} strokeWidth="2.5" strokeDasharray={style.dash} />
    </svg>
  );
}
