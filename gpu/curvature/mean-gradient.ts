import type { Tensor } from '../graph/tensor.ts';
import { matmul } from '../ops/matmul.ts';
import type { Signals } from './block.ts';

/** Āᵀ g / N, the mean gradient `[inputs + 1, outputs]` that signals make. */
export function meanGradient({ input, gradients }: Signals): Tensor {
  return matmul(input, gradients, { transposeA: true, homogeneous: true, scale: 1 / input.shape[0]! });
}
