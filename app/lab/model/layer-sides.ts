import type { ExperimentSpec } from '../spec.ts';
import { taskOf } from '../task-of.ts';
import type { PlannedWeight } from './model-plan.ts';
import { planModel } from './plan-model.ts';

/** What the curvature block of a weight stands on. */
export type LayerSides = Pick<PlannedWeight, 'use' | 'inputs' | 'outputs' | 'rows' | 'series' | 'groups'>;

/**
 * The weights of the model that a spec describes, in the order of computation.
 * @throws SpecError for layers that do not fit one another.
 */
export function layerSides(spec: Pick<ExperimentSpec, 'data' | 'model'>): readonly PlannedWeight[] {
  return planModel(spec.model, taskOf(spec)).weights;
}
