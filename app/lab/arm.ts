import type { ArmDescription } from './events.ts';

/** One model with one optimiser, living on the GPU; a session interleaves several. */
export interface Arm {
  readonly description: ArmDescription;
  /** Replays `count` training steps (1 or more) in one submission and waits for them. */
  train(count: number): Promise<TrainingRecord>;
  /** Mean loss and metric over the first `evaluation.trainExamples` training examples and over the test split. */
  evaluate(): Promise<ArmEvaluation>;
  /** The model's outputs for host inputs `[count, features]`: probabilities for classes, 0–1 values for reconstructions. */
  predict(inputs: Float32Array, count: number): Promise<Float32Array>;
  /** The factors of a layer as they are now (debiased averages, row-major, float32); null when the optimiser keeps none. */
  factors(layer: number): Promise<FactorSnapshot | null>;
  /** All weights as they lie in memory, for hashing. */
  weights(): Promise<Float32Array>;
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
  /** Set when a step was not finite: the arm then rests at the last good parameters. */
  readonly failure: { readonly step: number; readonly tensor: string } | null;
}

export interface ArmEvaluation {
  readonly trainLoss: number;
  readonly testLoss: number;
  readonly trainMetric: number;
  readonly testMetric: number;
}

export interface FactorSnapshot {
  readonly a: Float32Array;
  readonly aSize: number;
  readonly g: Float32Array;
  readonly gSize: number;
  readonly lambda: number;
  readonly pi: number;
  /** What damping adds to each eigenvalue of A and of G. */
  readonly aDamping: number;
  readonly gDamping: number;
}
