import { show } from '../describe-issue.ts';
import { SpecError } from '../spec-error.ts';
import type { LayerSpec } from './layer-spec.ts';

/** The names of all layers: their own, or kind and number, such as "convolution 2". */
export function layerNames(specs: readonly Pick<LayerSpec, 'kind' | 'name'>[]): readonly string[] {
  const counts = new Map<string, number>();
  return specs.map(({ kind, name }) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return name ?? `${kind} ${count}`;
  });
}

/** @throws SpecError for a name that two layers have. */
export function checkLayerNames(names: readonly string[]): void {
  const repeated = names.findIndex((name, index) => names.indexOf(name) < index);
  if (repeated < 0) return;
  const message = `expected a name of its own, got ${show(names[repeated])} as in layer ${names.indexOf(names[repeated]!) + 1}; rename one of them`;
  throw new SpecError([{ path: `model.layers.${repeated}.name`, message }]);
}
