import { State } from '../../gpu/graph/state.ts';
import { Guard } from '../../gpu/optimizers/guard.ts';
import { Report } from '../../gpu/optimizers/report.ts';
import { RunningMoments } from '../../gpu/optimizers/running-moments.ts';
import { buildOptimizer } from './build-optimizer.ts';
import { joinWeights, type TensorSource } from './checkpoint-tensors.ts';
import type { Task } from './task.ts';
import { buildModel } from './model/build-model.ts';
import type { ModelPlan } from './model/model-plan.ts';
import type { ArmSpec, ExperimentSpec } from './spec.ts';
import type { TrainingParts } from './training-programs.ts';
import type { UploadedDataset } from './uploaded-dataset.ts';

export interface ArmOptions {
  readonly spec: ExperimentSpec;
  readonly arm: ArmSpec;
  readonly dataset: UploadedDataset;
  readonly task: Task;
  /** Weights to start from, in place of the initialisation the spec names. */
  readonly initial?: TensorSource;
}

/** An arm before anything of it is traced or allocated. */
export interface DeclaredArm extends TrainingParts {
  readonly plan: ModelPlan;
  /** Flat, that it starts from. */
  readonly weights: Float32Array;
}

/** Declares the variables that every arm has. @throws DataError for initial weights of other layers. */
export function declareArm({ spec, arm, dataset, task, initial }: ArmOptions): DeclaredArm {
  const { model, loss, plan } = buildModel(spec.model, task);
  const state = new State(dataset.state);
  const weights = initial === undefined ? model.initialise(spec.seed) : joinWeights(initial, model.layout);
  const parameters = state.variable('parameters', [model.layout.size], weights);
  const counter = state.variable('step counter', [2], Uint32Array.of(0, spec.seed));
  const moments = model.moments.size === 0 ? null : new RunningMoments(state, model.moments);
  const guard = new Guard(state, model.layout, weights);
  const report = new Report(state, {});
  const optimizer = buildOptimizer(arm.optimizer, plan.weights.length);
  return { spec, dataset, model, loss, plan, weights, optimizer, state, parameters, counter, moments, guard, report };
}
