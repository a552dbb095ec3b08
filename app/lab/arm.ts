import type { Part } from '../../gpu/curvature/structure.ts';
import type { GuardFinding } from '../../gpu/optimizers/guard.ts';
import type { TensorSource } from './checkpoint-tensors.ts';
import type { ArmDescription, TargetScore } from './events.ts';
import type { Tile } from './heatmap.ts';
import type { LinkOrigin } from './inspection-event.ts';
import type { LayerSnapshot } from './looks/picture-layer.ts';
import type { VisibleLayer } from './looks/visible-layer.ts';
import type { TestAnswers } from './mistakes.ts';
import type { PositionScores } from './position-scores.ts';
import type { StoredTensor } from './files/safetensors.ts';

/** One model with one optimiser, living on the GPU; a session interleaves several. */
export interface Arm {
  readonly description: ArmDescription;
  /** Replays `count` training steps (1 or more) in one submission and waits for them. */
  train(count: number): Promise<TrainingRecord>;
  /** Mean loss and metric over the first `evaluation.trainExamples` training examples and over the test split. */
  evaluate(): Promise<ArmEvaluation>;
  /**
   * The model's outputs for host inputs `[count, features]`: probabilities for classes, 0–1 values for reconstructions,
   * standardised numbers for regression; for tokens `[count, length]` probabilities of what comes next at each scored position.
   */
  predict(inputs: Float32Array | Uint32Array, count: number): Promise<Float32Array>;
  /** The curvature block of a layer as it is now; null when the optimiser keeps none. */
  curvature(layer: number): Promise<BlockSnapshot | null>;
  /**
   * What a layer gives for one example, `[features]` or tokens `[length]`, by the weights as they are now. The program that
   * tells it is made at the first call, and kept until another layer is asked for or `endLook` is called.
   */
  look(layer: VisibleLayer, example: Float32Array | Uint32Array): Promise<LayerSnapshot>;
  /** Releases what `look` keeps. */
  endLook(): void;
  /** All weights as they lie in memory, for hashing. */
  weights(): Promise<Float32Array>;
  /** Everything the arm's later steps depend on, bit for bit, by the names of a checkpoint. */
  save(): Promise<ReadonlyMap<string, StoredTensor>>;
  /**
   * Goes on from where `save` was called, on this arm or another like it.
   * @throws DataError naming the tensor and what was expected; the arm is then as before.
   */
  restore(source: TensorSource): void;
  /** Releases everything the arm allocated. */
  destroy(): void;
}

export interface TrainingRecord {
  /** Steps done since the start. */
  readonly step: number;
  /** Minibatch losses of the steps, nats per example, in order; a step that failed is the last. */
  readonly losses: Float64Array;
  /** GPU seconds these steps took (wall time where timestamps are missing); replays after a failed step are no steps. */
  readonly seconds: number;
  /** Optimiser scalars after the last step (K-FAC: lambda, alpha, mu, rho, nu; NaN where unknown). */
  readonly scalars: Readonly<Record<string, number>>;
  /** Set when too many steps were rejected: the arm then rests at the last good parameters. */
  readonly failure: GuardFinding | null;
}

export interface ArmEvaluation {
  readonly trainLoss: number;
  readonly testLoss: number;
  readonly trainMetric: number;
  readonly testMetric: number;
  /** Regression alone. */
  readonly testScores?: readonly TargetScore[];
  /** Null where the examples have neither classes nor numbers to be told. */
  readonly testAnswers: TestAnswers | null;
  /** Null where an example is one answer alone. */
  readonly testPositions: PositionScores | null;
}

/** The averages that make one block (debiased, row-major, float32) and their damping. */
export interface BlockSnapshot {
  readonly lambda: number;
  readonly kept: readonly KeptSnapshot[];
  /** To the layer above, or from one time step to the next; null where there is none. */
  readonly link: LinkSnapshot | null;
}

/** How a gradient is predicted from another, Ψ = Ψ_A ⊗ Ψ_G, as of the last inversion. */
export interface LinkSnapshot {
  readonly origin: LinkOrigin;
  readonly factors: readonly LinkFactorSnapshot[];
}

export interface LinkFactorSnapshot {
  readonly symbol: 'A' | 'G';
  readonly rows: number;
  readonly columns: number;
  /** Of `[rows, columns]` what is not zero everywhere: predicts the factor's vectors from those of the origin. */
  readonly psi: readonly Tile[];
  /** `[rows]` shares of the damped factor that this explains, in its eigen-directions. */
  readonly explained: Float32Array;
}

export type KeptSnapshot =
  | {
      readonly kind: 'matrix';
      readonly symbol: 'A' | 'G' | 'F';
      /** The diagonal of the matrix in order. */
      readonly parts: readonly (Part & { readonly values: Float32Array })[];
      /** What damping adds to each eigenvalue; null where it is added to products of eigenvalues of A and G. */
      readonly damping: number | null;
    }
  | { readonly kind: 'identity'; readonly symbol: 'G'; readonly size: number }
  | {
      readonly kind: 'diagonal';
      /** F: of the Fisher block; S: of its second moments in the eigenbasis. */
      readonly symbol: 'A' | 'F' | 'S';
      readonly rows: number;
      readonly columns: number;
      readonly values: Float32Array;
      readonly damping: number;
    };
