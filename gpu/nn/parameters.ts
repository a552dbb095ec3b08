import { alignSlice } from '../graph/state.ts';
import { sizeOf, type Shape } from '../graph/tensor.ts';
import { initialise } from './initialise.ts';
import type { WeightDeclaration } from './layer.ts';
import type { TimeSeries, WeightUse } from './site.ts';

/** Where a weight lies in the flat buffers of parameters, gradients and updates. */
export interface ParameterSlice {
  /** Name of the weight. */
  readonly name: string;
  readonly shape: Shape;
  readonly use: WeightUse;
  /** Absent unless it goes along a sequence step by step. */
  readonly series?: TimeSeries;
  /** First element, a multiple of 64. */
  readonly offset: number;
}

/** All weights of a model as aligned slices of one flat buffer. */
export interface ParameterLayout {
  readonly slices: readonly ParameterSlice[];
  /** Elements of the flat buffer, alignment included; elements between slices stay zero. */
  readonly size: number;
  /** Number of parameters proper. */
  readonly count: number;
}

export function layoutParameters(weights: readonly WeightDeclaration[]): ParameterLayout {
  const slices: ParameterSlice[] = [];
  let size = 0;
  for (const { name, shape, use, series } of weights) {
    slices.push({ name, shape, use, ...(series && { series }), offset: size });
    size = alignSlice(size + sizeOf(shape));
  }
  return { slices, size, count: slices.reduce((sum, slice) => sum + sizeOf(slice.shape), 0) };
}

/** Initial values of all weights in one flat array; each draws from a seed of its own. */
export function initialParameters(weights: readonly WeightDeclaration[], layout: ParameterLayout, seed: number): Float32Array {
  const values = new Float32Array(layout.size);
  for (const [index, { offset }] of layout.slices.entries()) values.set(initialise(weights[index]!, seed * 1_000_003 + index), offset);
  return values;
}
