/**
 * (A + shift·I)⁻¹ in float64, rounded at the end: for the few matrices that float32 cannot factorise.
 * @param matrix `[size, size]`, read on and below the diagonal
 * @returns null where A + shift·I is not positive definite in float64 either
 */
export function spdInverseFloat64(size: number, matrix: ArrayLike<number>, shift: number): Float32Array | null {
  const factor = choleskyFactor(size, matrix, shift);
  if (factor === null) return null;
  // X = L⁻¹ takes the place of L, column by column.
  for (let column = 0; column < size; column++) {
    factor[column * size + column] = 1 / factor[column * size + column]!;
    for (let row = column + 1; row < size; row++) {
      let sum = 0;
      for (let k = column; k < row; k++) sum += factor[row * size + k]! * factor[k * size + column]!;
      factor[row * size + column] = -sum / factor[row * size + row]!;
    }
  }
  const inverse = new Float32Array(size ** 2);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = 0;
      for (let k = row; k < size; k++) sum += factor[k * size + row]! * factor[k * size + column]!;
      inverse[row * size + column] = sum;
      inverse[column * size + row] = sum;
    }
  }
  return inverse.every(Number.isFinite) ? inverse : null;
}

/** L of A + shift·I = LLᵀ; null at a pivot that is not positive and finite. */
function choleskyFactor(size: number, matrix: ArrayLike<number>, shift: number): Float64Array | null {
  const factor = new Float64Array(size ** 2);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = matrix[row * size + column]! + (row === column ? shift : 0);
      for (let k = 0; k < column; k++) rest -= factor[row * size + k]! * factor[column * size + k]!;
      if (row !== column) factor[row * size + column] = rest / factor[column * size + column]!;
      else if (rest > 0 && rest < Infinity) factor[row * size + row] = Math.sqrt(rest);
      else return null;
    }
  }
  return factor;
}
