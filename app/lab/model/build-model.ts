import { bernoulliCrossEntropy } from '../../../gpu/losses/bernoulli-cross-entropy.ts';
import type { Loss } from '../../../gpu/losses/loss.ts';
import { softmaxCrossEntropy } from '../../../gpu/losses/softmax-cross-entropy.ts';
import { squaredError } from '../../../gpu/losses/squared-error.ts';
import { network, type Model } from '../../../gpu/nn/network.ts';
import type { Task } from '../task.ts';
import { unreachable } from '../unreachable.ts';
import type { ModelPlan } from './model-plan.ts';
import type { ModelSpec } from './model-spec.ts';
import { planModel } from './plan-model.ts';

/** A model with the loss its task asks for. */
export interface BuiltModel {
  readonly model: Model;
  readonly loss: Loss;
  readonly plan: ModelPlan;
}

/** @throws SpecError for layers that do not fit one another. */
export function buildModel(spec: ModelSpec, task: Task): BuiltModel {
  const plan = planModel(spec, task);
  return { model: network(plan.nodes), loss: lossOf(task), plan };
}

function lossOf(task: Task): Loss {
  switch (task.kind) {
    case 'classification':
    case 'language':
      return softmaxCrossEntropy;
    case 'reconstruction':
      return bernoulliCrossEntropy;
    case 'regression':
      return squaredError;
    default:
      return unreachable(task);
  }
}
