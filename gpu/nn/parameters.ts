import { alignSlice } from '../graph/state.ts';
import { sizeOf, type Shape } from '../graph/tensor.ts';
import { initialise } from './initialise.ts';
import type { Layer } from './layer.ts';

/** Where a weight lies in the flat buffers of parameters, gradients and updates. */
export interface ParameterSlice {
  /** Name of the layer. */
  readonly name: string;
  readonly shape: Shape;
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

export function layoutParameters(layers: readonly Layer[]): ParameterLayout {
  const slices: ParameterSlice[] = [];
  let size = 0;
  for (const { name, weight } of layers) {
    if (weight === null) continue;
    slices.push({ name, shape: weight.shape, offset: size });
    size = alignSlice(size + sizeOf(weight.shape));
  }
  return { slices, size, count: slices.reduce((sum, slice) => sum + sizeOf(slice.shape), 0) };
}

/** Initial values of all weights in one flat array; each layer draws from a seed of its own. */
export function initialParameters(layers: readonly Layer[], layout: ParameterLayout, seed: number): Float32Array {
  const values = new Float32Array(layout.size);
  const declared = layers.flatMap(({ weight }) => weight ?? []);
  for (const [index, slice] of layout.slices.entries()) {
    const [rows, outputs] = slice.shape as [number, number];
    values.set(initialise(declared[index]!.initialisation, rows - 1, outputs, seed * 1_000_003 + index), slice.offset);
  }
  return values;
}
