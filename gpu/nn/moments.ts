import type { Graph } from '../graph/graph.ts';
import { alignSlice, type Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { subtract } from '../ops/binary.ts';
import { mean } from '../ops/reduce.ts';
import { square } from '../ops/unary.ts';
import type { Layer } from './layer.ts';

/** What a batch norm normalises each of its channels by, `[1, channels]` each. */
export interface Moments {
  readonly mean: Tensor;
  /** Mean square of what differs from the mean. */
  readonly variance: Tensor;
}

/** Moments of a minibatch, of `rows` numbers a channel. */
export interface BatchMoments extends Moments {
  readonly rows: number;
}

/** Where running averages of a layer's moments lie in the flat buffer of all. */
export interface MomentSlice {
  /** Name of the layer. */
  readonly name: string;
  readonly channels: number;
  /** First elements of means and variances, multiples of 64. */
  readonly mean: number;
  readonly variance: number;
}

/** Moments of all layers that normalise over the batch, as aligned slices of one flat buffer. */
export interface MomentLayout {
  readonly slices: readonly MomentSlice[];
  /** Elements of the flat buffer, alignment included; 0 without such layers. */
  readonly size: number;
}

/** Mean and variance of every column of `[R, C]`. */
export function columnMoments(rows: Tensor): Moments {
  const center = mean(rows, [0], { keepAxes: true });
  return { mean: center, variance: mean(square(subtract(rows, center)), [0], { keepAxes: true }) };
}

export function layoutMoments(layers: readonly Pick<Layer, 'name' | 'normalises'>[]): MomentLayout {
  const slices: MomentSlice[] = [];
  let size = 0;
  for (const { name, normalises: channels } of layers) {
    if (channels === undefined) continue;
    const variance = alignSlice(size + channels);
    slices.push({ name, channels, mean: size, variance });
    size = alignSlice(variance + channels);
  }
  return { slices, size };
}

/** Means of 0 and variances of 1, which leave numbers nearly as they are until a step has moved them. */
export function initialMoments({ slices, size }: MomentLayout): Float32Array {
  const values = new Float32Array(size);
  for (const { variance, channels } of slices) values.fill(1, variance, variance + channels);
  return values;
}

/** The moments of one layer in a flat variable. */
export function readMoments(graph: Graph, flat: Variable, { channels, mean: center, variance }: MomentSlice): Moments {
  return { mean: graph.read(flat, [1, channels], center), variance: graph.read(flat, [1, channels], variance) };
}
