import type { Tensor } from '../graph/tensor.ts';
import { gelu, relu, sigmoid, tanh } from '../ops/unary.ts';
import type { Layer } from './layer.ts';

export type Activation = 'tanh' | 'relu' | 'sigmoid' | 'gelu';

const FUNCTIONS: Readonly<Record<Activation, (x: Tensor) => Tensor>> = { tanh, relu, sigmoid, gelu };

/** An elementwise nonlinearity; it has no weights. */
export function activation(name: string, kind: Activation): Layer {
  return { name, weights: [], apply: ([input]) => FUNCTIONS[kind](input) };
}
