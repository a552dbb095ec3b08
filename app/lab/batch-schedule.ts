import type { ExperimentSpec } from './spec.ts';

/** Steps whose minibatches have one size: from the one after `start` until the next stage. */
export interface BatchStage {
  /** Steps done before. */
  readonly start: number;
  readonly batchSize: number;
}

/** A stage on data of a known number of examples. */
export interface PacedStage extends BatchStage {
  /** Steps in one pass over the training data. */
  readonly stepsPerEpoch: number;
}

/**
 * The stages of a batch that grows from `batchSize` to `batchGrowth.to` at step `batchGrowth.steps`, in equal factors after
 * equal numbers of steps: the last size lasts. A stage begins where batchSize · (to / batchSize)^((k − 1) / (steps − 1)) at the
 * k-th step, the paper's growth (Martens & Grosse 2015, §8), reaches its size. Stages whose sizes round to one are one.
 */
export function batchStages({ batchSize, batchGrowth }: Pick<ExperimentSpec, 'batchSize' | 'batchGrowth'>): readonly BatchStage[] {
  if (batchGrowth === null) return [{ start: 0, batchSize }];
  const { to, steps, stages } = batchGrowth;
  const all = Array.from({ length: stages }, (_, index): BatchStage => {
    const part = index / (stages - 1);
    return { start: Math.round(part * (steps - 1)), batchSize: Math.round(batchSize * (to / batchSize) ** part) };
  });
  return all.filter((stage, index) => stage.batchSize !== all[index - 1]?.batchSize);
}

/** The stages with what is an epoch in each. */
export function pacedStages(stages: readonly BatchStage[], examples: number): readonly PacedStage[] {
  return stages.map((stage) => ({ ...stage, stepsPerEpoch: Math.max(1, Math.floor(examples / stage.batchSize)) }));
}

/** The index of the stage that the step after `steps` steps belongs to. */
export function stageAt(stages: readonly Pick<BatchStage, 'start'>[], steps: number): number {
  return stages.findLastIndex(({ start }) => start <= steps);
}

/** Examples that so many steps have shown, those shown again included. */
export function examplesShown(stages: readonly BatchStage[], steps: number): number {
  return stages.reduce((sum, stage, index) => sum + stepsIn(stages, index, steps) * stage.batchSize, 0);
}

/** Passes over the training data in so many steps. */
export function epochsPassed(stages: readonly PacedStage[], steps: number): number {
  return stages.reduce((sum, stage, index) => sum + stepsIn(stages, index, steps) / stage.stepsPerEpoch, 0);
}

/** How many of so many steps belong to a stage. */
function stepsIn(stages: readonly BatchStage[], index: number, steps: number): number {
  const end = Math.min(steps, stages[index + 1]?.start ?? Infinity);
  return Math.max(0, end - stages[index]!.start);
}
