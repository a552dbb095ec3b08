/** How well a model tells each scored position of a sequence, over all examples of a split. */
export interface PositionScores {
  /** Mean loss at each position, nats. */
  readonly losses: Float64Array;
  /** Share of the examples that are right at each position, 0–1. */
  readonly accuracies: Float64Array;
}

/** The scores of the test split, told with every evaluation of a model of sequences. */
export interface PositionsEvent extends PositionScores {
  readonly type: 'positions';
  readonly arm: number;
  readonly step: number;
}
