import { layerNames } from '../../../lab/model/layer-names.ts';
import type { DraftLayer } from '../../../state/draft.ts';

/** Layers after an edit, and which of them the edit was about; null for none. */
export interface LayerEdit {
  readonly layers: readonly DraftLayer[];
  readonly at: number | null;
}

/** Another layer at a place. */
export function inserted(layers: readonly DraftLayer[], at: number, layer: DraftLayer): LayerEdit {
  const places = layers.map((_, index) => index);
  return { layers: rearranged(layers, [...places.slice(0, at), layer, ...places.slice(at)]), at };
}

/** Without one layer; what read or shared it does so no more. */
export function removed(layers: readonly DraftLayer[], at: number): LayerEdit {
  const places = layers.flatMap((_, index) => (index === at ? [] : [index]));
  return { layers: rearranged(layers, places), at: places.length === 0 ? null : Math.min(at, places.length - 1) };
}

/** One layer a place earlier (−1) or later (1). */
export function moved(layers: readonly DraftLayer[], at: number, by: -1 | 1): LayerEdit {
  const places = layers.map((_, index) => index);
  [places[at], places[at + by]] = [places[at + by]!, places[at]!];
  return { layers: rearranged(layers, places), at: at + by };
}

/** One layer with other settings; those that refer to it follow its name. */
export function replaced(layers: readonly DraftLayer[], at: number, layer: DraftLayer): readonly DraftLayer[] {
  const next = layers.map((old, index) => (index === at ? layer : old));
  return layer.name === layers[at]!.name ? next : relinked(next, layerNames(layers), layerNames(next));
}

/** The layers in another order, with others among them; every reference goes on meaning the layer it meant. */
function rearranged(layers: readonly DraftLayer[], order: readonly (number | DraftLayer)[]): readonly DraftLayer[] {
  const names = layerNames(layers);
  const next = order.map((place) => (typeof place === 'number' ? layers[place]! : place));
  const nextNames = layerNames(next);
  const renamed = names.map((_, old) => nextNames[order.indexOf(old)] ?? null);
  return next.map((layer, index) => (typeof order[index] === 'number' ? relink(layer, names, renamed) : layer));
}

function relinked(layers: readonly DraftLayer[], names: readonly string[], renamed: readonly (string | null)[]): readonly DraftLayer[] {
  return layers.map((layer) => relink(layer, names, renamed));
}

/** A layer whose references to `names` are to their new names; null for a layer that is gone. */
function relink(layer: DraftLayer, names: readonly string[], renamed: readonly (string | null)[]): DraftLayer {
  const follow = (name: string): string | null => {
    const place = names.indexOf(name);
    return place < 0 ? name : (renamed[place] ?? null);
  };
  const from = layer.from?.map(follow).filter((name) => name !== null) ?? null;
  const linked = { ...layer, from: from?.length === 0 ? null : from };
  return 'tiedTo' in linked && linked.tiedTo !== null ? { ...linked, tiedTo: follow(linked.tiedTo) } : linked;
}
