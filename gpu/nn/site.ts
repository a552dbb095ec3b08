import type { Tensor } from '../graph/tensor.ts';

/**
 * What a weight does with its inputs.
 * `dense`: `preactivation = [input, 1] · weight`, the weight `[inputs + 1, outputs]`; convolutions see patches so, recurrent and
 * attention layers every position;
 * `embedding`: `preactivation = weight[input]`, the input class numbers and the weight `[vocabulary, outputs]`;
 * `channelwise`: every channel by itself, `preactivation_c = Σ_k input_kc weight_kc + weight_Kc`, the input `[rows, K · channels]`
 * and the weight `[K + 1, channels]`: depthwise convolutions, and scale and shift of a norm with K = 1;
 * `tied-embedding`: an embedding that is used transposed too, `preactivation = input · weightᵀ`, by an output layer.
 */
export type WeightUse = 'dense' | 'embedding' | 'channelwise' | 'tied-embedding';

/** Rows of a weight that meets so many inputs: one more for the bias, which a table of tokens has not. */
export function weightRows(use: WeightUse, inputs: number): number {
  return inputs + biasRows(use);
}

/** 1 where the last row is a bias, else 0. */
export function biasRows(use: WeightUse): 0 | 1 {
  return use === 'embedding' || use === 'tied-embedding' ? 0 : 1;
}

/**
 * How the rows of a site are arranged: uses of the weight one after the other, in each the cases, in each the positions of
 * one case; `rows = uses · cases · positions`.
 */
export interface RowArrangement {
  /** Times the forward pass applies the weight, as a recurrent layer does at every time step. */
  readonly uses: number;
  /** Examples of the batch. */
  readonly cases: number;
  /** Places of one example that one use applies the weight to: pixels, tokens. */
  readonly positions: number;
}

/** The time steps that a recurrent layer applies a weight at. */
export interface TimeSeries {
  /** Where they lie among the rows of its site: each is a use of its own, or all are positions of one use. */
  readonly axis: 'uses' | 'positions';
  /** Of one sequence. */
  readonly steps: number;
}

/** Equal groups of columns that one side of a weight consists of, one after the other. */
export interface ColumnGroups {
  readonly count: number;
  /** What a group belongs to: queries, keys and values of a head are groups of their own. */
  readonly of: 'gate' | 'head';
}

/** The sides of a weight that consist of groups. */
export interface WeightGroups {
  readonly inputs?: ColumnGroups;
  readonly outputs?: ColumnGroups;
}

/** Uses of a table `[vocabulary, units]` transposed. */
export interface TransposedUse {
  /** `[rows, units]` */
  readonly input: Tensor;
  /** One for each use, `[cases · positions, vocabulary]`. */
  readonly preactivations: readonly Tensor[];
  readonly rows: RowArrangement;
}

/**
 * All uses of one weight in a forward pass. Layers tell of them while it is traced; gradients and curvature are computed
 * from them.
 */
export interface Site {
  /** Name of the weight, unique in the model. */
  readonly name: string;
  readonly use: WeightUse;
  readonly weight: Tensor;
  /** `[rows, inputs]`, the homogeneous coordinate not stored; u32 `[rows]` for an embedding. */
  readonly input: Tensor;
  /** One for each use, `[cases · positions, outputs]`. */
  readonly preactivations: readonly Tensor[];
  readonly rows: RowArrangement;
  /** Of a tied embedding, whose other fields tell of its rows that are looked up; null for any other weight. */
  readonly transposed: TransposedUse | null;
  /** Rows of the model's outputs, one a term of the loss, which is their mean: the cases, or their positions. */
  readonly terms: number;
}
