import { createContext } from 'react';
import { dataSchema } from '../../lab/data-spec.ts';
import { layerSchema } from '../../lab/model/layer-spec.ts';
import type { ModelPlan, PlannedWeight } from '../../lab/model/model-plan.ts';
import { modelSchema, type ModelSpec } from '../../lab/model/model-spec.ts';
import { planLayers, planModel } from '../../lab/model/plan-model.ts';
import { SpecError, type SpecIssue } from '../../lab/spec-error.ts';
import { taskOf } from '../../lab/task-of.ts';
import type { ModelDraft, SpecDraft } from '../../state/draft.ts';

/** What the curvature blocks of a draft stand on. */
export interface DraftNetwork {
  readonly weights: readonly PlannedWeight[];
  readonly batchSize: number;
}

/** The network of the draft that the fields edit; null while its data, model or batch cannot be read, or layers do not fit. */
export const NetworkContext = createContext<DraftNetwork | null>(null);

/** The layers of a draft as far as they can be read and fit one another. */
export interface DraftPlan extends Pick<ModelPlan, 'input' | 'layers'> {
  /** Null unless the whole model fits. */
  readonly weights: readonly PlannedWeight[] | null;
  /** What keeps the model from fitting. */
  readonly issues: readonly SpecIssue[];
}

/** Plans the model of a draft, whose other fields may be faulty; null while its data cannot be read. */
export function planDraft({ data, model }: Pick<SpecDraft, 'data' | 'model'>): DraftPlan | null {
  const readData = dataSchema.safeParse(data);
  const prefix = readablePrefix(model);
  if (!readData.success || prefix === null) return null;
  const task = taskOf({ data: readData.data, model: prefix });
  try {
    const whole = modelSchema.safeParse(model);
    if (whole.success) return { ...planModel(whole.data, task), issues: [] };
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return { ...planLayers(prefix, task), weights: null, issues: error.issues };
  }
  const plan = planLayers(prefix, task);
  return { ...plan, weights: null, issues: plan.misfit?.issues ?? [] };
}

/** The network of a plan; other fields may be faulty. */
export function networkOf(plan: DraftPlan | null, batchSize: number | string): DraftNetwork | null {
  if (!plan?.weights || typeof batchSize !== 'number' || !(batchSize >= 1)) return null;
  return { weights: plan.weights, batchSize };
}

/** The model up to its first layer that cannot be read; null where it cannot be read at all. */
function readablePrefix(model: ModelDraft): ModelSpec | null {
  if (model.kind !== 'graph') return modelSchema.safeParse(model).data ?? null;
  const layers = model.layers.map((layer) => layerSchema.safeParse(layer));
  const unread = layers.findIndex(({ success }) => !success);
  return {
    ...model,
    layers: layers.slice(0, unread < 0 ? layers.length : unread).flatMap(({ data }) => (data === undefined ? [] : [data])),
  };
}
