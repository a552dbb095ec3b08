import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { expectClose } from '../../gpu/testing/expect-close.ts';
import { Seeded } from '../../gpu/testing/seeded.ts';
import { symmetricEigenvalues } from './symmetric-eigenvalues.ts';

function eigenvalues(matrix: ArrayLike<number>, size: number): Float64Array {
  const work = symmetricEigenvalues(matrix, size);
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

function symmetric(seed: number, size: number): Float64Array {
  const random = new Seeded(seed);
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = random.normal();
  }
  return matrix;
}

describe('symmetricEigenvalues', () => {
  test.each([0, 1, 2, 3, 7, 40, 101])('agrees with a library at size %i', (size) => {
    const matrix = symmetric(size, size);
    const rows = Array.from({ length: size }, (_, row) => Array.from(matrix.subarray(row * size, (row + 1) * size)));
    const expected =
      size === 0 ? [] : new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true }).realEigenvalues.sort((a, b) => b - a);
    expectClose(eigenvalues(matrix, size), expected, 1e-12 * Math.max(1, size));
  });

  test('finds the known values of the second difference', () => {
    const size = 60;
    const matrix = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      matrix[i * size + i] = 2;
      if (i > 0) matrix[i * size + i - 1] = matrix[(i - 1) * size + i] = -1;
    }
    const expected = Array.from({ length: size }, (_, k) => 2 - 2 * Math.cos((Math.PI * (size - k)) / (size + 1)));
    expectClose(eigenvalues(matrix, size), expected, 1e-13);
  });

  test('keeps zeros, repeats and extreme scales', () => {
    expect(Array.from(eigenvalues(new Float64Array(25), 5))).toEqual([0, 0, 0, 0, 0]);
    const ones = new Float64Array(36).fill(1);
    expectClose(eigenvalues(ones, 6), [6, 0, 0, 0, 0, 0], 1e-14);
    expectClose(
      eigenvalues(
        ones.map((value) => value * 1e-300),
        6,
      ).map((value) => value * 1e300),
      [6, 0, 0, 0, 0, 0],
      1e-14,
    );
    expectClose(
      eigenvalues(
        ones.map((value) => value * 1e300),
        6,
      ).map((value) => value * 1e-300),
      [6, 0, 0, 0, 0, 0],
      1e-14,
    );
  });

  test('gives NaNs for what is not finite', () => {
    expect(Array.from(eigenvalues([1, 0, NaN, 1], 2))).toEqual([NaN, NaN]);
  });

  test('hands back control often and needs no more than seconds at size 500', () => {
    const start = performance.now();
    const slices = Array.from(symmetricEigenvalues(symmetric(1, 500), 500)).length;
    const elapsed = performance.now() - start;
    console.log(`500 eigenvalues in ${elapsed.toFixed(0)} ms, ${slices} slices`);
    expect(slices).toBeGreaterThan(500);
    expect(elapsed).toBeLessThan(10_000);
  });
});
