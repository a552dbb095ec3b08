import type { Heatmap } from '../../lab/heatmap.ts';
import { spanOf, spelled } from '../charts/cell-span.ts';
import { formatNumber, formatShare } from '../format.ts';

/** What the colours of maps span that are shown together: as wide below zero as above, or from zero; NaN without a number. */
export function rangeOf(maps: readonly Heatmap[], isSigned: boolean): readonly [minimum: number, maximum: number] {
  let reach = -Infinity;
  for (const { values } of maps) {
    for (const value of values) if (Number.isFinite(value)) reach = Math.max(reach, Math.abs(value));
  }
  if (reach < 0) return [NaN, NaN];
  return [isSigned ? -reach : 0, reach];
}

/** A cell of one of several maps. */
export interface MapCell {
  readonly map: number;
  readonly row: number;
  readonly column: number;
}

/** What a cell says: `map 3, row 4, column 5: 0.231`; of a map that is averaged, the rows and columns it stands for. */
export function spellMapCell({ map, row, column }: MapCell, maps: readonly Heatmap[], rows: number, columns: number): string {
  const shown = maps[map];
  if (shown === undefined) return '';
  const value = shown.values[row * shown.columns + column] ?? NaN;
  const [down, across] = [spanOf(row, rows, shown.rows), spanOf(column, columns, shown.columns)];
  return `${map + 1}: row ${spelled(down)}, column ${spelled(across)}: ${formatNumber(value, 3)}`;
}

/** Smallest, mean and largest value of each map, and the share of it above zero. */
export function mapRows(maps: readonly Heatmap[]): readonly (readonly string[])[] {
  return maps.map(({ values }, map) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const above = values.filter((value) => value > 0).length / values.length;
    return [
      String(map + 1),
      formatNumber(Math.min(...values), 3),
      formatNumber(mean, 3),
      formatNumber(Math.max(...values), 3),
      formatShare(above),
    ];
  });
}
