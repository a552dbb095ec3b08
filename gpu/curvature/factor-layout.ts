import { alignSlice } from '../graph/state.ts';
import type { MatrixSlot } from '../linalg/spd-inverse-kernels.ts';
import type { ParameterLayout } from '../nn/parameters.ts';

/** Where the two Kronecker factors of a weight `[inputs + 1, outputs]` lie. */
export interface FactorPair {
  readonly name: string;
  /** Second moment of the homogeneous inputs, side `inputs + 1`. */
  readonly a: MatrixSlot;
  /** Second moment of the preactivation gradients, side `outputs`. */
  readonly g: MatrixSlot;
}

/** All factors of a model as aligned slices of one flat buffer: A₁, G₁, A₂, G₂, … */
export interface FactorLayout {
  readonly pairs: readonly FactorPair[];
  readonly size: number;
}

export function layoutFactors(parameters: ParameterLayout): FactorLayout {
  let size = 0;
  const slot = (side: number): MatrixSlot => {
    const offset = size;
    size = alignSlice(offset + side * side);
    return { offset, size: side };
  };
  const pairs = parameters.slices.map(({ name, shape }) => {
    const [inputs, outputs] = shape as [number, number];
    return { name, a: slot(inputs), g: slot(outputs) };
  });
  return { pairs, size };
}

/** The slots in the order in which batched kernels see them: A₁, G₁, A₂, G₂, … */
export function factorSlots(layout: FactorLayout): readonly MatrixSlot[] {
  return layout.pairs.flatMap(({ a, g }) => [a, g]);
}

/** Flat content in which every factor is the identity. */
export function identities(layout: FactorLayout): Float32Array {
  const values = new Float32Array(layout.size);
  for (const { offset, size } of factorSlots(layout)) {
    for (let row = 0; row < size; row++) values[offset + row * (size + 1)] = 1;
  }
  return values;
}
