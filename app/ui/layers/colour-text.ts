import type { ColourFilter } from '../../lab/looks/look.ts';
import { formatNumber } from '../format.ts';
import type { MapCell } from './map-text.ts';

/** What the channels of images in colour are called. */
export const COLOURS = ['red', 'green', 'blue'] as const;

/** The largest weight of filters that are shown together, whatever its sign; NaN without a number. */
export function reachOf(filters: readonly ColourFilter[]): number {
  let reach = -Infinity;
  for (const { values } of filters) {
    for (const value of values) if (Number.isFinite(value)) reach = Math.max(reach, Math.abs(value));
  }
  return reach < 0 ? NaN : reach;
}

/** Pixels `[side, side, 4]` of a filter: of each colour half is a weight of 0, none −reach and all of it +reach. */
export function colourPixels({ values }: ColourFilter, reach: number): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray((4 * values.length) / 3);
  for (let pixel = 0; pixel < values.length / 3; pixel++) {
    const weights = values.subarray(3 * pixel, 3 * pixel + 3);
    if (!weights.every(Number.isFinite)) continue;
    pixels.set(
      Array.from(weights, (weight) => 127.5 * (1 + (reach > 0 ? weight / reach : 0))),
      4 * pixel,
    );
    pixels[4 * pixel + 3] = 255;
  }
  return pixels;
}

/** What a cell says: `3: row 1, column 2: red 0.100, green −0.200, blue 0.00`. */
export function spellColourCell({ map, row, column }: MapCell, filters: readonly ColourFilter[]): string {
  const filter = filters[map];
  if (filter === undefined) return '';
  const at = 3 * (row * filter.side + column);
  const weights = COLOURS.map((colour, channel) => `${colour} ${formatNumber(filter.values[at + channel] ?? NaN, 3)}`);
  return `${map + 1}: row ${row}, column ${column}: ${weights.join(', ')}`;
}

/** Smallest and largest weight of each filter, and its mean for each colour. */
export function colourRows(filters: readonly ColourFilter[]): readonly (readonly string[])[] {
  return filters.map(({ values }, filter) => [
    String(filter + 1),
    formatNumber(Math.min(...values), 3),
    formatNumber(Math.max(...values), 3),
    ...COLOURS.map((_, channel) => formatNumber(meanOf(values.filter((__, index) => index % 3 === channel)), 3)),
  ]);
}

function meanOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
