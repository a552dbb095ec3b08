/** How far computed eigenvectors and eigenvalues are from what they should be; measured in float64. */
export interface EigenErrors {
  /** Largest |QᵀQ − I|. */
  readonly orthogonality: number;
  /** Largest ‖Aq − λq‖₂ over the columns. */
  readonly residual: number;
}

/**
 * Errors of Q `[size, size]`, an eigenvector in every column, and of the eigenvalues beside it; A is read on and above its
 * diagonal. Together they bound every eigenvalue, multiplicities included. NaN counts as infinitely wrong.
 */
export function eigenErrors(size: number, matrix: ArrayLike<number>, vectors: ArrayLike<number>, values: ArrayLike<number>): EigenErrors {
  const symmetric = Float64Array.from({ length: size ** 2 }, (_, at) => {
    const row = Math.floor(at / size);
    const column = at % size;
    return matrix[Math.min(row, column) * size + Math.max(row, column)]!;
  });
  const columns = Float64Array.from({ length: size ** 2 }, (_, at) => vectors[(at % size) * size + Math.floor(at / size)]!);
  const dot = (left: Float64Array, leftAt: number, right: Float64Array, rightAt: number): number => {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += left[leftAt + k]! * right[rightAt + k]!;
    return sum;
  };
  let orthogonality = 0;
  let residual = 0;
  const worse = (sofar: number, error: number): number => (Number.isNaN(error) ? Infinity : Math.max(sofar, error));
  for (let j = 0; j < size; j++) {
    for (let i = 0; i <= j; i++) {
      orthogonality = worse(orthogonality, Math.abs(dot(columns, i * size, columns, j * size) - (i === j ? 1 : 0)));
    }
    let squared = 0;
    for (let row = 0; row < size; row++) {
      squared += (dot(symmetric, row * size, columns, j * size) - values[j]! * columns[j * size + row]!) ** 2;
    }
    residual = worse(residual, Math.sqrt(squared));
  }
  return { orthogonality, residual };
}

/** XᵀX / samples of `[samples, size]` numbers, in float64, rounded at the end: a factor of rank `samples` at most. */
export function gramOfSamples(size: number, samples: Float32Array): Float32Array {
  const count = samples.length / size;
  const gram = new Float32Array(size ** 2);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let row = 0; row < count; row++) sum += samples[row * size + i]! * samples[row * size + j]!;
      gram[i * size + j] = sum / count;
      gram[j * size + i] = sum / count;
    }
  }
  return gram;
}
