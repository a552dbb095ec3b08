import type { Tensor } from '../graph/tensor.ts';
import { divide } from '../ops/binary.ts';
import { combine } from '../ops/combine.ts';
import { matmul } from '../ops/matmul.ts';
import { dot } from '../ops/reduce.ts';
import { affine, squareRoot } from '../ops/unary.ts';

/** Coefficients of Jordan et al. 2024: as steep at zero as may be while singular values end near 1, between 0.68 and 1.13. */
const A = 3.4445;
const B = -4.775;
const C = 2.0315;
const ITERATIONS = 5;
/** Added to the norm, so that a zero matrix stays zero. */
const SMALLEST_NORM = 1e-7;

/**
 * Nearly UVᵀ for a matrix UΣVᵀ: five quintic Newton–Schulz steps X ← (aI + b XXᵀ + c (XXᵀ)²) X from X = M / ‖M‖_F, on the
 * shorter side (Jordan et al. 2024, “Muon”).
 * @param matrix `[rows, columns]`.
 */
export function orthogonalise(matrix: Tensor): Tensor {
  const [rows, columns] = matrix.shape as [number, number];
  const isWide = rows <= columns;
  const norm = squareRoot(dot(matrix, matrix));
  let x = divide(matrix, affine(norm, 1, SMALLEST_NORM));
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const gram = matmul(x, x, isWide ? { transposeB: true } : { transposeA: true });
    const factor = combine(gram, B, matmul(gram, gram), C);
    x = combine(x, A, isWide ? matmul(factor, x) : matmul(x, factor), 1);
  }
  return x;
}
