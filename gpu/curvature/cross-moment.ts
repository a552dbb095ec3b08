import type { Tensor } from '../graph/tensor.ts';
import { concatenate } from '../ops/concatenate.ts';
import { matmul } from '../ops/matmul.ts';
import { slice } from '../ops/slice.ts';
import { affine } from '../ops/unary.ts';

/** `scale · [x 1]ᵀ[y 1]` of inputs `[rows, …]` whose homogeneous coordinates are not stored. */
export function homogeneousCrossMoment(x: Tensor, y: Tensor, scale: number): Tensor {
  const ones = affine(slice(y, 1, 0, 1), 0, 1);
  return matmul(x, concatenate([y, ones], 1), { transposeA: true, homogeneous: true, scale });
}

/** `scale · xᵀy` of signals `[rows, …]`. */
export function crossMoment(x: Tensor, y: Tensor, scale: number): Tensor {
  return matmul(x, y, { transposeA: true, scale });
}
