import type { Graph } from '../graph/graph.ts';
import type { Shape, Tensor } from '../graph/tensor.ts';
import type { Initialisation } from './initialise.ts';
import type { Moments } from './moments.ts';
import type { TimeSeries, WeightGroups, WeightUse } from './site.ts';

/** A weight a layer declares. */
export interface WeightDeclaration {
  /** Unique in the model; its name in checkpoints. */
  readonly name: string;
  /** `[inputs + 1, outputs]`, the bias as the last row; `[vocabulary, outputs]` of an embedding. */
  readonly shape: Shape;
  readonly use: WeightUse;
  /** Of a weight that goes along a sequence step by step; absent for all others. */
  readonly series?: TimeSeries;
  /** Of a weight that serves several heads or gates at once; absent for all others. */
  readonly groups?: WeightGroups;
  readonly initialisation: Initialisation;
}

/** What a layer finds when its part of a forward pass is traced. */
export interface LayerTrace {
  readonly graph: Graph;
  /** Examples of the batch. */
  readonly cases: number;
  /** u32 `[2]` of step and seed, which random numbers are keyed by; null where nothing is random, as in evaluation. */
  readonly counter: Tensor | null;
  /** What to normalise rows `[cases · positions, channels]` by: their own moments in training, running averages elsewhere. */
  readonly momentsOf: (rows: Tensor) => Moments;
  /**
   * Tells of one use of the layer's weight number `index`.
   * @param input `[cases · positions, inputs]`, or class numbers u32 `[cases · positions]`
   * @param preactivation `[cases · positions, outputs]`
   */
  readonly register: (index: number, input: Tensor, preactivation: Tensor) => void;
  /** Tells of the shares `[cases, heads, length, length]` by which each position takes from the others. */
  readonly attend: (shares: Tensor) => void;
}

/** One stage of a model. */
export interface Layer {
  readonly name: string;
  readonly weights: readonly WeightDeclaration[];
  /** Channels that it normalises by their moments over the batch; absent where it does not. */
  readonly normalises?: number;
  /** Traces the forward pass of a batch; `weights` are what the layer declared. */
  apply(inputs: readonly [Tensor, ...Tensor[]], weights: readonly Tensor[], trace: LayerTrace): Tensor;
}
