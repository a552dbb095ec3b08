import { memo, useId, useMemo, useRef, useState } from 'react';
import type { Heatmap } from '../../lab/heatmap.ts';
import { ColorBar } from '../charts/color-bar.tsx';
import { DataTable } from '../charts/data-table.tsx';
import { matrixPixels } from '../charts/matrix-pixels.ts';
import { useDiverging } from '../charts/use-diverging.ts';
import { VIRIDIS } from '../charts/viridis.ts';
import { countShown } from './layer-words.ts';
import { MapItem } from './map-item.tsx';
import { MapTitle } from './map-title.tsx';
import { mapRows, rangeOf, spellMapCell, type MapCell } from './map-text.ts';

interface MapGridProps {
  /** What a single one is: "filter" or "map". */
  readonly what: string;
  /** Whose they are, for assistive technology. */
  readonly owner: string;
  /** What the values are. */
  readonly quantity: string;
  readonly maps: readonly Heatmap[];
  /** How many there are, of which the first are shown. */
  readonly count: number;
  /** Sides of what a map stands for. */
  readonly rows: number;
  readonly columns: number;
  readonly isSigned: boolean;
  readonly asTable: boolean;
}

/** Small pictures with one scale of colours, the value under the pointer spelled out. */
export const MapGrid = memo(function MapGrid(props: MapGridProps) {
  const { what, owner, quantity, maps, count, rows, columns, isSigned, asTable } = props;
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const diverging = useDiverging(list);
  const colors = isSigned ? diverging : VIRIDIS;
  const range = useMemo(() => rangeOf(maps, isSigned), [maps, isSigned]);
  const [cell, setCell] = useState<MapCell | null>(null);
  const counts = { what, shown: maps.length, count };
  const caption = `${countShown(counts)} of ${owner}`;
  return (
    <section className="map-grid" aria-labelledby={id}>
      <MapTitle id={id} {...counts} owner={owner} />
      {asTable ? <DataTable caption={caption} columns={[what, 'smallest', 'mean', 'largest', 'above zero']} rows={mapRows(maps)} /> : null}
      <div hidden={asTable}>
        <ul ref={list} className={what === 'filter' ? 'map-list map-list-small chart-theme' : 'map-list chart-theme'}>
          {maps.map((map, index) => (
            <SmallMap key={index} what={what} map={map} index={index} colors={colors} range={range} isSigned={isSigned} onCell={setCell} />
          ))}
        </ul>
        <div className="map-scale">
          <span className="chart-axis-label">{quantity}</span>
          {colors === null ? null : <ColorBar colors={colors} range={range} />}
        </div>
        <p className="matrix-cell">
          {cell === null ? `point at a ${what} to read it` : `${what} ${spellMapCell(cell, maps, rows, columns)}`}
        </p>
      </div>
    </section>
  );
});

interface SmallMapProps {
  readonly what: string;
  readonly map: Heatmap;
  readonly index: number;
  /** Null until they are known. */
  readonly colors: Uint8ClampedArray | null;
  readonly range: readonly [number, number];
  readonly isSigned: boolean;
  readonly onCell: (cell: MapCell | null) => void;
}

const SmallMap = memo(function SmallMap({ what, map, index, colors, range, isSigned, onCell }: SmallMapProps) {
  const { values, rows, columns } = map;
  const pixels = useMemo(
    () => colors && matrixPixels(values, colors, isSigned ? 'diverging' : 'linear', range),
    [values, colors, isSigned, range],
  );
  return <MapItem {...{ what, index, rows, columns, pixels, onCell }} />;
});
