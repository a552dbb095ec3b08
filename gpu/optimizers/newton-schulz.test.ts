import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { matmul } from '../ops/matmul.ts';
import { rowsOf } from '../testing/dense-network.ts';
import { testDevice } from '../testing/device.ts';
import { evaluate } from '../testing/evaluate-graph.ts';
import { Seeded } from '../testing/seeded.ts';
import { orthogonalise } from './newton-schulz.ts';

describe('orthogonalise', () => {
  test.each([
    [12, 40],
    [40, 12],
    [1, 9],
    [9, 1],
  ])('takes all singular values of a %d × %d matrix close to 1', async (rows, columns) => {
    const matrix = { shape: [rows, columns], data: new Seeded(3).normals(rows * columns, 50) };
    const { gram } = await evaluate(await testDevice(), { matrix }, (tensors) => {
      const result = orthogonalise(tensors.matrix);
      return { gram: matmul(result, result, rows <= columns ? { transposeB: true } : { transposeA: true }) };
    });
    const side = Math.min(rows, columns);
    const squares = new EigenvalueDecomposition(new Matrix(rowsOf(gram, side)), { assumeSymmetric: true }).realEigenvalues;
    expect(Math.min(...squares)).toBeGreaterThan(0.66 ** 2);
    expect(Math.max(...squares)).toBeLessThan(1.15 ** 2);
  });

  test('keeps a zero matrix zero and does not care for scale', async () => {
    const small = new Seeded(4).normals(15, 1e-3);
    const results = await evaluate(
      await testDevice(),
      {
        zero: { shape: [3, 5], data: new Float32Array(15) },
        small: { shape: [3, 5], data: small },
        large: { shape: [3, 5], data: small.map((value) => 2 ** 20 * value) },
      },
      ({ zero, small: one, large }) => ({ zero: orthogonalise(zero), small: orthogonalise(one), large: orthogonalise(large) }),
    );
    expect(results.zero).toEqual(new Float32Array(15));
    for (const [index, value] of results.small.entries()) expect(value).toBeCloseTo(results.large[index]!, 3);
  });
});
