import type { Representation } from '../../gpu/curvature/representation.ts';
import type { BlockStructure, Part } from '../../gpu/curvature/structure.ts';
import type { TimeSeries, WeightUse } from '../../gpu/nn/site.ts';
import type { AdapterFacts } from '../../gpu/runtime/adapter-facts.ts';
import type { PacedStage } from './batch-schedule.ts';
import type { Heatmap } from './heatmap.ts';
import type { LayerLookEvent } from './looks/look.ts';
import type { VisibleLayer } from './looks/visible-layer.ts';
import type { LayerKindName } from './model/layer-spec.ts';
import type { OptimizerSpec } from './optimizer-spec.ts';
import type { PositionsEvent } from './position-scores.ts';

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

/** What the model does, which decides the error that is shown and the view of its predictions. */
export type Task =
  | {
      readonly kind: 'classification';
      readonly classes: number;
      /** Of the classes; absent where they are numbers only. */
      readonly names?: readonly string[];
      readonly inputs: InputShape;
    }
  | { readonly kind: 'reconstruction'; readonly inputs: InputShape }
  | RegressionTask
  | LanguageTask;

/** To tell numbers: standardised ones, with a Gaussian of unit variance around each. */
export interface RegressionTask {
  readonly kind: 'regression';
  readonly inputs: InputShape;
  /** Names of the numbers. */
  readonly targets: readonly string[];
}

/** To tell the next character at each position of a window from those before it. */
export interface LanguageTask {
  readonly kind: 'language';
  readonly inputs: TokenShape;
  /** The vocabulary: token n stands for character n. */
  readonly characters: string;
  /** Positions whose next character counts. */
  readonly scored: Span;
}

/** A run of positions. */
export interface Span {
  readonly start: number;
  readonly count: number;
}

/** How one example looks: a grey image of 0–1 values, a point of the plane, any other row of numbers, or a window of a text. */
export type InputShape =
  | { readonly kind: 'image'; readonly width: number; readonly height: number }
  | { readonly kind: 'point' }
  | { readonly kind: 'vector'; readonly size: number }
  | TokenShape;

export interface TokenShape {
  readonly kind: 'tokens';
  readonly length: number;
  readonly vocabulary: number;
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

/** The curvature block that is being looked at. */
export interface InspectionEvent {
  readonly type: 'inspection';
  readonly arm: number;
  readonly layer: number;
  readonly step: number;
  readonly lambda: number;
  /** How damping is split between A and G; null where there are not both. */
  readonly pi: number | null;
  /** What the block consists of: A and G, F, or a diagonal. */
  readonly kept: readonly KeptInspection[];
  /** What links it to the layer above; null where there is none, or blocks are not linked. */
  readonly link: LinkInspection | null;
}

export type KeptInspection = MatrixInspection | IdentityInspection | DiagonalInspection;

/** A symmetric matrix, zero outside its parts. */
export interface MatrixInspection {
  readonly kind: 'matrix';
  readonly symbol: 'A' | 'G' | 'F';
  /** Side of the whole. */
  readonly size: number;
  /** Indices of the parts in order; one that is the whole where nothing is cut. */
  readonly parts: readonly Part[];
  /** Eigenvalues of all parts, largest first. */
  readonly eigenvalues: Float64Array;
  /** What the damping adds to each eigenvalue; null where it is added to products of eigenvalues of A and G. */
  readonly damping: number | null;
  /** Condition number before and after damping. */
  readonly condition: number;
  readonly dampedCondition: number | null;
  readonly heatmap: Heatmap;
}

/** A factor that is not estimated. */
export interface IdentityInspection {
  readonly kind: 'identity';
  readonly symbol: 'G';
  readonly size: number;
}

/**
 * The diagonal of a Fisher block, laid out as the weight `[rows, columns]`: F in the basis of the weights, the last row the
 * bias; S in the eigenbasis of A and G.
 */
export interface DiagonalInspection {
  readonly kind: 'diagonal';
  readonly symbol: 'A' | 'F' | 'S';
  readonly rows: number;
  readonly columns: number;
  /** Entries, largest first: all, or 1,024 evenly spread over their order, both ends included. */
  readonly sorted: Float64Array;
  readonly damping: number;
  /** Share of all entries below the damping, 0–1. */
  readonly shareUnderDamping: number;
  readonly condition: number;
  readonly dampedCondition: number;
  readonly heatmap: Heatmap;
}

/** How the layer above predicts the gradient of a layer, Ψ = Ψ_A ⊗ Ψ_G. */
export interface LinkInspection {
  /** Name of the layer above. */
  readonly above: string;
  readonly factors: readonly LinkFactorInspection[];
}

export interface LinkFactorInspection {
  readonly symbol: 'A' | 'G';
  /** Sides of Ψ: of the factor, and of that of the layer above. */
  readonly rows: number;
  readonly columns: number;
  /** Shares of the damped factor explained by the layer above, 0–1, `rows` of them, largest first. */
  readonly explained: Float64Array;
  /** Of Ψ, with signs. */
  readonly heatmap: Heatmap;
}

/** A text that a model goes on with. */
export interface Continuation {
  readonly prompt: string;
  readonly text: string;
  /** 0 where each character is the most probable one. */
  readonly temperature: number;
  /** The only right answer, where there is one. */
  readonly expected: string | null;
}

/** What a model makes of its one input; all in their own units. */
export interface FitCurve {
  /** Name of the input. */
  readonly input: string;
  /** `[count]` inputs of the test examples. */
  readonly xs: Float32Array;
  /** Places along the input, ascending. */
  readonly at: Float32Array;
  /** `[at, targets]` */
  readonly values: Float32Array;
}

/** A look at what one arm's model makes of test examples, or of the plane. */
export type PredictionsEvent = {
  readonly type: 'predictions';
  readonly arm: number;
  readonly step: number;
} & (
  | {
      readonly kind: 'digits';
      /** `[count, width·height]` grey values 0–1. */
      readonly images: Float32Array;
      readonly labels: Uint8Array;
      /** `[count, classes]` probabilities. */
      readonly probabilities: Float32Array;
    }
  | { readonly kind: 'reconstructions'; readonly images: Float32Array; readonly reconstructions: Float32Array }
  | { readonly kind: 'text'; readonly continuations: readonly Continuation[] }
  | {
      readonly kind: 'fit';
      /** Names of the numbers that are told. */
      readonly targets: readonly string[];
      /** `[count, targets]` of test examples, in their own units. */
      readonly truth: Float32Array;
      readonly predicted: Float32Array;
      /** `[count]` rows of the file they stand in; null without one. */
      readonly rows: Uint32Array | null;
      /** Where there is one input. */
      readonly curve: FitCurve | null;
    }
  | {
      readonly kind: 'plane';
      /** Bounds of both axes. */
      readonly extent: readonly [minimum: number, maximum: number];
      readonly side: number;
      readonly classes: number;
      /** `[side, side, classes]` probabilities; the first row is the smallest y. */
      readonly probabilities: Float32Array;
      /** `[count, 2]` test points and their classes. */
      readonly points: Float32Array;
      readonly labels: Uint8Array;
      /** `[count, classes]` probabilities at the points themselves. */
      readonly pointProbabilities: Float32Array;
    }
);

/** What an arm's model gets wrong on the test split, told with every evaluation of a classifier. */
export interface MistakesEvent {
  readonly type: 'mistakes';
  readonly arm: number;
  readonly step: number;
  readonly classes: number;
  /** `[classes, classes]` test examples: a row for each true class, a column for each predicted one. */
  readonly confusion: Uint32Array;
  /** Test examples whose prediction is not finite. */
  readonly unread: number;
  /** Null for data that have no picture. */
  readonly worst: WorstMistakes | null;
}

/** Wrong test images with the highest loss, the worst first. */
export interface WorstMistakes {
  /** `[count, width·height]` grey values 0–1. */
  readonly images: Float32Array;
  readonly labels: Uint8Array;
  /** `[count, classes]` probabilities. */
  readonly probabilities: Float32Array;
  /** Nats. */
  readonly losses: Float32Array;
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
