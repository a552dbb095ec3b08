import type { PredictionsEvent } from './predictions-event.ts';

/** Of an arm. */
export type Predict = (inputs: Float32Array | Uint32Array, count: number) => Promise<Float32Array>;

/** What a person watches a model predict, the same for all arms and all times. */
export interface PredictionView {
  /** The event that shows what a model as it is now makes of it; it may tell less once `signal` is aborted. */
  look(arm: number, step: number, predict: Predict, signal: AbortSignal): Promise<PredictionsEvent>;
}
