import { compileAll } from '../../gpu/graph/compile.ts';
import { Graph } from '../../gpu/graph/graph.ts';
import type { State, Variable } from '../../gpu/graph/state.ts';
import type { Loss } from '../../gpu/losses/loss.ts';
import type { Model } from '../../gpu/nn/network.ts';
import { advance } from '../../gpu/ops/counter.ts';
import type { RowOptions } from '../../gpu/ops/minibatch.ts';
import { mean } from '../../gpu/ops/reduce.ts';
import type { Guard } from '../../gpu/optimizers/guard.ts';
import type { Optimizer, OptimizerProgram } from '../../gpu/optimizers/optimizer.ts';
import type { Report } from '../../gpu/optimizers/report.ts';
import type { RunningMoments } from '../../gpu/optimizers/running-moments.ts';
import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import type { Program } from '../../gpu/runtime/program.ts';
import { batchStages } from './batch-schedule.ts';
import { readMinibatch } from './read-minibatch.ts';
import { rowStarts } from './row-starts.ts';
import type { ExperimentSpec } from './spec.ts';
import type { UploadedDataset } from './uploaded-dataset.ts';

/** What all sizes of a training step have in common. */
export interface TrainingParts {
  readonly spec: Pick<ExperimentSpec, 'batchSize' | 'batchGrowth' | 'order'>;
  readonly dataset: UploadedDataset;
  readonly model: Model;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly state: State;
  readonly parameters: Variable;
  /** u32 `[2]` of steps begun and seed. */
  readonly counter: Variable;
  /** Null for a model that does not normalise over the batch. */
  readonly moments: RunningMoments | null;
  readonly guard: Guard;
  readonly report: Report;
}

/** The training step for minibatches of one size. */
export interface TrainingStage {
  /** Steps done before. */
  readonly start: number;
  readonly program: Program;
  readonly schedule: OptimizerProgram;
}

export interface TrainingPrograms {
  /** By their starts, the first at 0. */
  readonly stages: readonly [TrainingStage, ...TrainingStage[]];
  /** Of the memory that the programs share. */
  readonly bytes: number;
  destroy(): void;
}

/** The training step for minibatches of one size, traced. */
export interface TracedStage {
  /** Steps done before. */
  readonly start: number;
  readonly graph: Graph;
  readonly schedule: OptimizerProgram;
}

/** Traces the training step once for each size of the minibatch, on the same variables. */
export function traceTraining(parts: TrainingParts): readonly TracedStage[] {
  const { spec, dataset, state } = parts;
  const { order } = spec;
  const stages = batchStages(spec);
  const starts = rowStarts(stages, { examples: dataset.train.split.count, order });
  return stages.map(({ start, batchSize }, index) => {
    if (index > 0) state.retrace();
    return { start, ...traceStep(parts, { batchSize, order, from: starts[index]! }) };
  });
}

/**
 * Allocates the variables of a traced training and compiles it.
 * @throws OutOfMemoryError; ShaderCompileError. Of the programs nothing stays allocated then.
 */
export async function compileTraining(context: DeviceContext, traced: readonly TracedStage[], state: State): Promise<TrainingPrograms> {
  await state.allocate(context);
  const graphs = traced.map(({ graph }) => graph);
  const { programs, ...memory } = await compileAll(context, graphs, state);
  const stages = traced.map(({ start, schedule }, index) => ({ start, schedule, program: programs[index]! }));
  return { ...memory, stages: stages as [TrainingStage, ...TrainingStage[]] };
}

function traceStep(
  { dataset, model, loss, optimizer, state, parameters, counter: counterVariable, moments, guard, report }: TrainingParts,
  rows: Omit<RowOptions, 'examples'>,
): { readonly graph: Graph; readonly schedule: OptimizerProgram } {
  const graph = new Graph();
  const counter = graph.read(counterVariable);
  const { inputs, targets } = readMinibatch(graph, dataset.train, loss, counter, rows);
  advance(counter);
  const pass = model.apply(graph, parameters, inputs, { kind: 'training', counter });
  const meanLoss = graph.reshape(mean(loss.values(pass.outputs, targets)), [1]);
  graph.store(meanLoss, graph.read(report.current, [1]));
  const schedule = optimizer.build({ graph, state, model, parameters, inputs, targets, pass, loss, meanLoss, counter, guard, report });
  moments?.update(graph, pass.moments, graph.read(guard.health));
  guard.settle(graph, report, counter);
  return { graph, schedule };
}
