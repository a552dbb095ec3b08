import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { expect, test } from 'vitest';
import { testDevice } from '../testing/device.ts';
import { runLowering } from '../testing/run-lowering.ts';
import { Seeded } from '../testing/seeded.ts';
import { eigenErrors, gramOfSamples } from './eigen-reference.ts';
import { randomSpd } from './spd-reference.ts';
import { symmetricEigenKernels } from './symmetric-eigen-kernels.ts';

/** Pixels of an MNIST digit and the homogeneous one. */
const SIZE = 785;

const context = await testDevice();
const { family } = context.facts;

test.each([
  ['of condition 1e8', randomSpd(SIZE, 1e8, 1)],
  ['of 128 samples', gramOfSamples(SIZE, new Seeded(2).normals(128 * SIZE))],
])(`${family}: a factor of side 785 %s is within 1e-5 of float64`, async (_, matrix) => {
  const { vectors, values, status } = await runLowering(
    context,
    family,
    { matrix, vectors: SIZE ** 2, values: SIZE, status: new Uint32Array([9]) },
    (lowering) =>
      symmetricEigenKernels(
        lowering,
        { matrices: [{ offset: 0, size: SIZE }] },
        { matrices: 'matrix', vectors: 'vectors', values: 'values', status: 'status' },
      ),
  );
  expect([...status]).toEqual([0]);
  const rows = Array.from({ length: SIZE }, (_row, row) => [...matrix.subarray(row * SIZE, (row + 1) * SIZE)]);
  const expected = new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true }).realEigenvalues.sort((a, b) => b - a);
  const norm = Math.max(...expected.map(Math.abs));
  const worst = Math.max(...expected.map((value, place) => Math.abs(values[place]! - value)));
  const { orthogonality, residual } = eigenErrors(SIZE, matrix, vectors, values);
  expect(worst / norm).toBeLessThanOrEqual(1e-5);
  expect(orthogonality).toBeLessThanOrEqual(1e-5);
  expect(residual / norm).toBeLessThanOrEqual(1e-5);
});
