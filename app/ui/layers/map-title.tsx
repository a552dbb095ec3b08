import type { ReactElement } from 'react';
import { countShown } from './layer-words.ts';

interface MapTitleProps {
  readonly id: string;
  /** What a single one is: "filter" or "map". */
  readonly what: string;
  /** How many there are, of which the first are shown. */
  readonly count: number;
  readonly shown: number;
  /** Whose they are, for assistive technology. */
  readonly owner: string;
}

/** How many pictures follow, and of what. */
export function MapTitle({ id, owner, ...counts }: MapTitleProps): ReactElement {
  return (
    <h5 id={id} className="map-title">
      {countShown(counts)}
      <span className="chart-hidden"> of {owner}</span>
    </h5>
  );
}
