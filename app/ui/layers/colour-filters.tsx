import { memo, useId, useMemo, useState } from 'react';
import type { ColourFilter } from '../../lab/looks/look.ts';
import { ColorBar } from '../charts/color-bar.tsx';
import { DataTable } from '../charts/data-table.tsx';
import { COLOURS, colourPixels, colourRows, reachOf, spellColourCell } from './colour-text.ts';
import { countShown } from './layer-words.ts';
import { MapItem } from './map-item.tsx';
import { MapTitle } from './map-title.tsx';
import type { MapCell } from './map-text.ts';

interface ColourFiltersProps {
  /** Whose they are, for assistive technology. */
  readonly owner: string;
  readonly filters: readonly ColourFilter[];
  /** How many there are, of which the first are shown. */
  readonly count: number;
  readonly asTable: boolean;
}

/** From a weight below zero to one above, of each colour. */
const SCALE = Uint8ClampedArray.from({ length: 1_024 }, (_, at) => (at % 4 === 3 ? 255 : Math.floor(at / 4)));

/** The filters of a layer that reads images in colour, in colour. */
export const ColourFilters = memo(function ColourFilters({ owner, filters, count, asTable }: ColourFiltersProps) {
  const id = useId();
  const [cell, setCell] = useState<MapCell | null>(null);
  const reach = useMemo(() => reachOf(filters), [filters]);
  const pictures = useMemo(() => filters.map((filter) => colourPixels(filter, reach)), [filters, reach]);
  const counts = { what: 'filter', shown: filters.length, count };
  return (
    <section className="map-grid" aria-labelledby={id}>
      <MapTitle id={id} {...counts} owner={owner} />
      {asTable ? (
        <DataTable
          caption={`${countShown(counts)} of ${owner}`}
          columns={['filter', 'smallest', 'largest', ...COLOURS.map((colour) => `mean ${colour}`)]}
          rows={colourRows(filters)}
        />
      ) : null}
      <div hidden={asTable}>
        <ul className="map-list map-list-small">
          {filters.map(({ side }, index) => (
            <MapItem key={index} what="filter" index={index} rows={side} columns={side} pixels={pictures[index] ?? null} onCell={setCell} />
          ))}
        </ul>
        <div className="map-scale">
          <span className="chart-axis-label">weight of each colour</span>
          <ColorBar colors={SCALE} range={[-reach, reach]} />
        </div>
        <p className="matrix-cell">{cell === null ? 'point at a filter to read it' : `filter ${spellColourCell(cell, filters)}`}</p>
      </div>
    </section>
  );
});
