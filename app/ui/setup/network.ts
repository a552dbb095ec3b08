import { createContext } from 'react';
import { dataSchema } from '../../lab/data-spec.ts';
import { layerSides, type LayerSides } from '../../lab/model/layer-sides.ts';
import { modelSchema } from '../../lab/model/model-spec.ts';
import type { SpecDraft } from './draft.ts';

/** What the curvature blocks of a draft stand on. */
export interface DraftNetwork {
  readonly layers: readonly LayerSides[];
  readonly batchSize: number;
}

/** The network of the draft that the fields edit; null while its data, model or batch cannot be read. */
export const NetworkContext = createContext<DraftNetwork | null>(null);

/** The layers that a draft describes; other fields may be faulty. */
export function networkOf({ data, model, batchSize }: Pick<SpecDraft, 'data' | 'model' | 'batchSize'>): DraftNetwork | null {
  const readData = dataSchema.safeParse(data);
  const readModel = modelSchema.safeParse(model);
  if (!readData.success || !readModel.success || typeof batchSize !== 'number' || !(batchSize >= 1)) return null;
  return { layers: layerSides({ data: readData.data, model: readModel.data }), batchSize };
}
