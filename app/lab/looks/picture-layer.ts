import { heatmap, type Heatmap } from '../heatmap.ts';
import type { FilterPictures, LayerPicture, MapsPicture } from './look.ts';
import type { VisibleAttention, VisibleFilters, VisibleLayer, VisibleMaps } from './visible-layer.ts';

/** What an arm's layer gave for one example. */
export interface LayerSnapshot {
  /** Of maps `[rows, columns, channels]`, of attention `[heads, length, length]`. */
  readonly values: Float32Array;
  /** `[side · side · inputs + 1, filters]` of a convolution, kernel rows slowest, channels fastest; null of other layers. */
  readonly weight: Float32Array | null;
}

/** Maps and filters shown at the most: the first of a layer's. */
const MOST_MAPS = 64;
export const MOST_HEADS = 16;

/** Cuts what a layer gave into pictures. @param channel of a filter's inputs, null for all */
export function pictureLayer(visible: VisibleLayer, { values, weight }: LayerSnapshot, channel: number | null): LayerPicture {
  return visible.kind === 'attention' ? pictureHeads(visible, values) : pictureMaps(visible, values, weight, channel);
}

function pictureHeads({ heads, length }: VisibleAttention, values: Float32Array): LayerPicture {
  const size = length ** 2;
  return {
    kind: 'attention',
    heads: Array.from({ length: Math.min(heads, MOST_HEADS) }, (_, head) => values.slice(head * size, (head + 1) * size)),
  };
}

function pictureMaps(
  { rows, columns, channels, filters }: VisibleMaps,
  values: Float32Array,
  weight: Float32Array | null,
  channel: number | null,
): MapsPicture {
  const shown = Math.min(channels, MOST_MAPS);
  return {
    kind: 'maps',
    maps: Array.from({ length: shown }, (_, map) => pictureOf(rows, columns, (place) => values[place * channels + map]!)),
    filters:
      filters === null || weight === null
        ? null
        : pictureFilters(filters, shown, channel, (filter, place, input) => weight[(place * filters.inputs + input) * channels + filter]!),
  };
}

function pictureFilters(
  { side, inputs, readColours }: VisibleFilters,
  shown: number,
  channel: number | null,
  at: (filter: number, place: number, input: number) => number,
): FilterPictures {
  const each = <Picture>(picture: (filter: number) => Picture): readonly Picture[] =>
    Array.from({ length: shown }, (_, filter) => picture(filter));
  if (readColours && channel === null) {
    const size = side * side * inputs;
    const values = (filter: number): Float32Array =>
      Float32Array.from({ length: size }, (_, index) => at(filter, Math.floor(index / inputs), index % inputs));
    return { kind: 'colours', filters: each((filter) => ({ side, values: values(filter) })) };
  }
  const value = (filter: number, place: number): number =>
    channel === null ? meanOf(inputs, (input) => at(filter, place, input)) : at(filter, place, channel);
  return { kind: 'weights', filters: each((filter) => pictureOf(side, side, (place) => value(filter, place))) };
}

function pictureOf(rows: number, columns: number, value: (place: number) => number): Heatmap {
  const values = Float32Array.from({ length: rows * columns }, (_, place) => value(place));
  return heatmap(rows, columns, [{ row: 0, column: 0, rows, columns, values }], 'kept');
}

function meanOf(count: number, value: (index: number) => number): number {
  let sum = 0;
  for (let index = 0; index < count; index++) sum += value(index);
  return sum / count;
}
