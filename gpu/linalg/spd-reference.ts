import type { MatrixSlot } from './matrix-batch.ts';

/** Aligned slots for matrices of the given sizes, one after another. */
export function slotsFor(sizes: readonly number[]): readonly MatrixSlot[] {
  let offset = 0;
  return sizes.map((size) => {
    const slot = { offset, size };
    offset += Math.ceil(size ** 2 / 64) * 64;
    return slot;
  });
}

/**
 * A symmetric positive definite matrix `[size, size]` with eigenvalues spread evenly in logarithm from 1/condition to
 * 1.
 */
export function randomSpd(size: number, condition: number, seed: number): Float32Array {
  return symmetricOf(
    Array.from({ length: size }, (_, i) => condition ** (-i / Math.max(1, size - 1))),
    seed,
  );
}

/**
 * A symmetric matrix with the eigenvalues given: a diagonal matrix reflected by three seeded Householder vectors, in
 * float64, rounded at the end.
 */
export function symmetricOf(eigenvalues: readonly number[], seed: number): Float32Array {
  const size = eigenvalues.length;
  const next = seeded(seed);
  const matrix = new Float64Array(size ** 2);
  for (const [i, value] of eigenvalues.entries()) matrix[i * size + i] = value;
  for (let reflection = 0; reflection < 3; reflection++) {
    const vector = Float64Array.from({ length: size }, () => next() - 0.5);
    const scale = 2 / vector.reduce((sum, value) => sum + value ** 2, 0);
    // H A H = A − v wᵀ − w vᵀ with w = s·Av − (s²/2)(vᵀAv)v
    const product = Float64Array.from(vector, (_, row) => dot(size, (k) => matrix[row * size + k]! * vector[k]!));
    const half = (scale / 2) * dot(size, (k) => vector[k]! * product[k]!);
    const update = product.map((value, k) => scale * (value - half * vector[k]!));
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        matrix[row * size + column]! -= vector[row]! * update[column]! + update[row]! * vector[column]!;
      }
    }
  }
  return Float32Array.from(matrix);
}

/** ‖LLᵀ − A‖ / ‖A‖ in the Frobenius norm, in float64. */
export function residualOfFactor(size: number, matrix: ArrayLike<number>, factor: ArrayLike<number>): number {
  let error = 0;
  let norm = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const product = dot(Math.min(row, column) + 1, (k) => factor[row * size + k]! * factor[column * size + k]!);
      error += (product - matrix[row * size + column]!) ** 2;
      norm += matrix[row * size + column]! ** 2;
    }
  }
  return Math.sqrt(error / norm);
}

/** ‖I − AB‖ / √size in the Frobenius norm, in float64. */
export function residualOfInverse(size: number, matrix: ArrayLike<number>, inverse: ArrayLike<number>): number {
  let error = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const product = dot(size, (k) => matrix[row * size + k]! * inverse[k * size + column]!);
      error += ((row === column ? 1 : 0) - product) ** 2;
    }
  }
  return Math.sqrt(error / size);
}

function dot(length: number, term: (k: number) => number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += term(k);
  return sum;
}

/** Uniform numbers in [0, 1): mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
