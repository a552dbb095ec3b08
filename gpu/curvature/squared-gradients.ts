import type { Tensor } from '../graph/tensor.ts';
import type { RowArrangement } from '../nn/site.ts';
import { matmul } from '../ops/matmul.ts';
import { sum } from '../ops/reduce.ts';
import { affine, square } from '../ops/unary.ts';
import { caseProducts } from './case-gradients.ts';
import { isPlain } from './shared-rows.ts';

/**
 * The squares of the gradients Σ x gᵀ of single cases, their sum over `terms`: `[columns of x, columns of g]`. With one row
 * a case (x gᵀ)² = x² (g²)ᵀ, so it is one product of squares.
 */
export function squaredGradients(x: Tensor, g: Tensor, rows: RowArrangement, terms: number): Tensor {
  if (isPlain(rows)) return matmul(square(x), square(g), { transposeA: true, scale: 1 / terms });
  return affine(sum(square(caseProducts(x, g, rows)), [0]), 1 / terms);
}
