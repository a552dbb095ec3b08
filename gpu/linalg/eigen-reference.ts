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

/** qᵀAq of every column of Q, in float64. */
export function rayleighQuotients(size: number, matrix: ArrayLike<number>, vectors: ArrayLike<number>): Float64Array {
  const products = multiply(size, matrix, vectors);
  return Float64Array.from({ length: size }, (_, column) => columnDot(size, vectors, column, products, column));
}

/** ‖QᵀAQ − diag‖ / ‖QᵀAQ‖ in the Frobenius norm, in float64. */
export function offDiagonalShare(size: number, matrix: ArrayLike<number>, vectors: ArrayLike<number>): number {
  const products = multiply(size, matrix, vectors);
  let outside = 0;
  let all = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const squared = columnDot(size, vectors, row, products, column) ** 2;
      all += squared;
      if (row !== column) outside += squared;
    }
  }
  return Math.sqrt(outside / all);
}

/** Q of the QR factorisation of (A + σI)Q₀ with R's diagonal positive, σ = `shift` times the largest quotient, in float64. */
export function orthogonalIterate(size: number, matrix: ArrayLike<number>, vectors: ArrayLike<number>, shift: number): Float64Array {
  const largest = Math.max(...rayleighQuotients(size, matrix, vectors).map(Math.abs));
  const iterate = multiply(size, matrix, vectors).map((value, at) => value + shift * largest * vectors[at]!);
  for (let column = 0; column < size; column++) {
    // Twice is enough (Parlett, The Symmetric Eigenvalue Problem).
    for (let pass = 0; pass < 2; pass++) {
      for (let other = 0; other < column; other++) {
        const overlap = columnDot(size, iterate, other, iterate, column);
        for (let row = 0; row < size; row++) iterate[row * size + column]! -= overlap * iterate[row * size + other]!;
      }
    }
    const length = Math.sqrt(columnDot(size, iterate, column, iterate, column));
    for (let row = 0; row < size; row++) iterate[row * size + column]! /= length;
  }
  return iterate;
}

/** AB of square matrices in float64. */
function multiply(size: number, a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  const product = new Float64Array(size ** 2);
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < size; k++) {
      const left = a[row * size + k]!;
      for (let column = 0; column < size; column++) product[row * size + column]! += left * b[k * size + column]!;
    }
  }
  return product;
}

function columnDot(size: number, left: ArrayLike<number>, leftColumn: number, right: ArrayLike<number>, rightColumn: number): number {
  let sum = 0;
  for (let row = 0; row < size; row++) sum += left[row * size + leftColumn]! * right[row * size + rightColumn]!;
  return sum;
}
