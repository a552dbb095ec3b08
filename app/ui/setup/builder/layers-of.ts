import { dataSchema } from '../../../lab/data-spec.ts';
import { expandModel } from '../../../lab/model/expand-model.ts';
import { inputShape } from '../../../lab/model/task-shapes.ts';
import type { LayerSpec } from '../../../lab/model/layer-spec.ts';
import { modelSchema } from '../../../lab/model/model-spec.ts';
import { taskOf } from '../../../lab/task-of.ts';
import type { GraphDraft, SpecDraft } from '../../../state/draft.ts';

const FLATTEN: LayerSpec = { kind: 'flatten', name: null, from: null };

/** The same model as layers, under their automatic names; no layers while it or its data cannot be read. */
export function layersOf({ data, model }: Pick<SpecDraft, 'data' | 'model'>): GraphDraft {
  if (model.kind === 'graph') return model;
  const { initialisation } = model;
  const readData = dataSchema.safeParse(data);
  const readModel = modelSchema.safeParse(model);
  if (!readData.success || !readModel.success)
    return { kind: 'graph', layers: [], initialisation, reconstructs: model.kind === 'autoencoder' };
  const task = taskOf({ data: readData.data, model: readModel.data });
  const input = inputShape(task);
  const layers = expandModel(readModel.data, task).map((layer) => ({ ...layer, name: null }));
  const isRow = input.kind === 'values' && input.axes.length === 1;
  return { kind: 'graph', layers: isRow ? layers : [FLATTEN, ...layers], initialisation, reconstructs: model.kind === 'autoencoder' };
}
