import type { Representation } from '../../gpu/curvature/representation.ts';
import type { BlockStructure } from '../../gpu/curvature/structure.ts';
import type { TimeSeries, WeightUse } from '../../gpu/nn/site.ts';
import type { AdapterFacts } from '../../gpu/runtime/adapter-facts.ts';
import type { PacedStage } from './batch-schedule.ts';
import type { InspectionEvent } from './inspection-event.ts';
import type { LayerLookEvent } from './looks/look.ts';
import type { VisibleLayer } from './looks/visible-layer.ts';
import type { MistakesEvent } from './mistakes.ts';
import type { LayerKindName } from './model/layer-spec.ts';
import type { OptimizerSpec } from './optimizer-spec.ts';
import type { PositionsEvent } from './position-scores.ts';
import type { PredictionsEvent } from './predictions-event.ts';
import type { Task } from './task.ts';

/** What a session tells while it runs; the worker adds a run id, the terminal reads it as it is. Losses are in nats per example, of a text per character. */
export type SessionEvent =
  | ReadyEvent
  | ProgressEvent
  | EvaluationEvent
  | InspectionEvent
  | PredictionsEvent
  | MistakesEvent
  | PositionsEvent
  | LayerLookEvent
  | ArmStoppedEvent
  | FinishedEvent;

/** Everything is compiled and allocated; nothing has been trained. */
export interface ReadyEvent {
  readonly type: 'ready';
  readonly adapter: AdapterFacts;
  readonly task: Task;
  /** Sizes of the minibatches that all arms see, first to last. */
  readonly batches: readonly PacedStage[];
  /** Layers of the model that can be looked into. */
  readonly visible: readonly VisibleLayer[];
  /** Of the test split. */
  readonly testExamples: number;
  readonly arms: readonly ArmDescription[];
  /** What a person should know of the data. */
  readonly notes?: readonly string[];
}

export interface ArmDescription {
  readonly name: string;
  readonly optimizer: OptimizerSpec['kind'];
  readonly parameters: number;
  /** GPU memory of this arm, bytes. */
  readonly bytes: number;
  /** Compute dispatches of a plain step. */
  readonly dispatches: number;
  readonly layers: readonly LayerDescription[];
}

/** A weight of a layer; its index selects its curvature block. */
export interface LayerDescription {
  readonly name: string;
  /** Of the layer that it belongs to. */
  readonly kind: LayerKindName;
  readonly use: WeightUse;
  /** Rows that one example makes: positions times uses. */
  readonly rows: number;
  /** Of a weight that goes along a sequence step by step; absent for all others. */
  readonly series?: TimeSeries;
  readonly inputs: number;
  readonly outputs: number;
  readonly activation: string;
  /** Whether a batch norm comes after it, so that the cases of a minibatch depend on one another. */
  readonly batchNormAfter: boolean;
  readonly parameters: number;
  /** How the optimiser approximates the layer's curvature; null where it keeps none. */
  readonly block: BlockDescription | null;
}

/** The curvature block of one layer and what it takes. */
export interface BlockDescription {
  readonly structure: BlockStructure;
  readonly representation: Representation;
  /** Whether G is the identity, as no gradients are estimated. */
  readonly forwardOnly: boolean;
  /** Averages and inverses or eigenbases. */
  readonly bytes: number;
  /** Multiply-adds of this layer's part of a mean step, as a multiple of those of plain SGD. */
  readonly relativeCost: number;
}

/** New points of the training-loss curve of one arm, in order; all arrays have one length. */
export interface ProgressEvent {
  readonly type: 'progress';
  readonly arm: number;
  /** 1-based step numbers. */
  readonly steps: Float64Array;
  /** Minibatch loss before the step. */
  readonly losses: Float64Array;
  /** This arm's own training time after the step, s; evaluation excluded. */
  readonly seconds: Float64Array;
  /** Optimiser scalars after the last of the steps, for K-FAC lambda, alpha, mu, rho, nu; NaN where unknown. */
  readonly scalars: Readonly<Record<string, number>>;
}

export interface EvaluationEvent {
  readonly type: 'evaluation';
  readonly arm: number;
  readonly step: number;
  readonly seconds: number;
  readonly trainLoss: number;
  readonly testLoss: number;
  /**
   * Classification: share right, 0–1; of a text share of characters. Reconstruction: squared error per example. Regression: R²,
   * the mean of the targets'.
   */
  readonly trainMetric: number;
  readonly testMetric: number;
  /** Regression alone. */
  readonly testScores?: readonly TargetScore[];
}

/** How well one number is told on the test split. */
export interface TargetScore {
  readonly name: string;
  /** In the square of the number's own unit. */
  readonly meanSquaredError: number;
  /** 1 − mean squared error / variance: 1 at best, 0 for telling the mean; NaN where the split has one value only. */
  readonly rSquared: number;
}

/** An arm diverged: its parameters stay as they were before the step that failed. */
export interface ArmStoppedEvent {
  readonly type: 'arm-stopped';
  readonly arm: number;
  readonly step: number;
  /** First tensor that is not finite. */
  readonly tensor: string;
  readonly message: string;
}

export interface FinishedEvent {
  readonly type: 'finished';
  readonly reason: 'steps' | 'seconds' | 'all-arms-stopped' | 'stopped';
}
