import { memo, useCallback } from 'react';
import { CellCanvas } from './cell-canvas.tsx';
import type { MapCell } from './map-text.ts';

interface MapItemProps {
  /** What a single one is: "filter" or "map". */
  readonly what: string;
  /** Its place among all, from 0. */
  readonly index: number;
  readonly rows: number;
  readonly columns: number;
  /** `[rows, columns, 4]`; null until they are known. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer> | null;
  /** Hears which cell is under the pointer. */
  readonly onCell: (cell: MapCell | null) => void;
}

/** One of a list of small pictures, with its number. */
export const MapItem = memo(function MapItem({ what, index, rows, columns, pixels, onCell }: MapItemProps) {
  const onPointer = useCallback((at: Omit<MapCell, 'map'> | null) => onCell(at && { map: index, ...at }), [index, onCell]);
  return (
    <li className="map">
      <CellCanvas name={`${what} ${index + 1}`} {...{ rows, columns, pixels }} onCell={onPointer} />
      <span className="map-number" aria-hidden="true">
        {index + 1}
      </span>
    </li>
  );
});
