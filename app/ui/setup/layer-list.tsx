import type { ReactElement } from 'react';
import type { Draft } from './draft.ts';
import type { LayerSpec } from '../../lab/model/layer-spec.ts';

/** The layers of a graph in order, as they are fed. */
export function LayerList({ layers }: { layers: readonly Draft<LayerSpec>[] }): ReactElement {
  return (
    <ol className="layer-list" aria-label="Layers">
      {layers.map((layer, index) => (
        <li key={index}>
          {layer.name ?? layer.kind}
          {layer.from !== null && ` ← ${layer.from.join(', ')}`}
        </li>
      ))}
    </ol>
  );
}
