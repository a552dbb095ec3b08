import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { expect, test } from 'vitest';
import { KERNEL_FAMILIES, usableFamilies } from '../runtime/adapter-facts.ts';
import { ShapeError } from '../runtime/errors.ts';
import { testDevice } from '../testing/device.ts';
import { runLowering } from '../testing/run-lowering.ts';
import { Seeded } from '../testing/seeded.ts';
import { sweep } from '../testing/sweep.ts';
import { eigenvalueLayout } from './eigen-layout.ts';
import { eigenErrors, gramOfSamples } from './eigen-reference.ts';
import type { MatrixSlot } from './matrix-batch.ts';
import { randomSpd, slotsFor, symmetricOf } from './spd-reference.ts';
import { symmetricEigenKernels } from './symmetric-eigen-kernels.ts';

/** Below, at and above a tile of any family, in whole and in part; and of up to three tiles. */
const SIZES = sweep([13, 1, 2, 65, 33, 32], [3, 31, 63, 64, 97, 130, 7]);
const SLOTS = slotsFor(SIZES);
const VALUES = eigenvalueLayout(SLOTS);
const TOTAL = SLOTS.at(-1)!.offset + SIZES.at(-1)! ** 2;
/** Keeps what was there before a call in sight. */
const BEFORE = 7;

type Entry = (row: number, column: number) => number;

const fromEntries = (size: number, entry: Entry): Float32Array =>
  Float32Array.from({ length: size ** 2 }, (_, at) => entry(Math.floor(at / size), at % size));

/** Kinds of matrices by what makes them hard. */
const KINDS: Readonly<Record<string, (size: number, seed: number) => Float32Array>> = {
  'of condition 1e8': (size, seed) => randomSpd(size, 1e8, seed),
  'that are indefinite': (size, seed) => {
    const numbers = new Seeded(seed).normals(size ** 2);
    return fromEntries(size, (row, column) => numbers[Math.min(row, column) * size + Math.max(row, column)]!);
  },
  'of few samples': (size, seed) => gramOfSamples(size, new Seeded(seed).normals(Math.ceil(size / 4) * size)),
  'of rank one': (size, seed) => gramOfSamples(size, new Seeded(seed).normals(size)),
  'with eigenvalues in three clusters': (size, seed) => {
    const clusters = [1, 0.5, 1e-6];
    return symmetricOf(
      Array.from({ length: size }, (_, i) => clusters[i % 3]! * (1 + 1e-6 * (i % 5))),
      seed,
    );
  },
  'that are diagonal': (size, seed) => {
    const numbers = new Seeded(seed).normals(size);
    return fromEntries(size, (row, column) => (row === column ? numbers[row]! : 0));
  },
  'that are tridiagonal with equal couplings': (size) =>
    fromEntries(size, (row, column) => (row === column ? 2 : Math.abs(row - column) === 1 ? -1 : 0)),
  'that are the identity': (size) => fromEntries(size, (row, column) => (row === column ? 1 : 0)),
  'of ones': (size) => fromEntries(size, () => 1),
  'of zeros': (size) => new Float32Array(size ** 2),
};

function batch(kind: string): Float32Array {
  const flat = new Float32Array(TOTAL);
  for (const [index, { offset, size }] of SLOTS.entries()) flat.set(KINDS[kind]!(size, index + 1), offset);
  return flat;
}

/** All kinds in all sizes, one kind after another. */
const EVERY_SLOT = slotsFor(Object.keys(KINDS).flatMap(() => SIZES));
const EVERY_VALUE = eigenvalueLayout(EVERY_SLOT).slots;
const EVERY_MATRIX = new Float32Array(EVERY_SLOT.at(-1)!.offset + EVERY_SLOT.at(-1)!.size ** 2);
for (const [place, kind] of Object.values(KINDS).entries()) {
  for (const [index, size] of SIZES.entries()) EVERY_MATRIX.set(kind(size, index + 1), EVERY_SLOT[place * SIZES.length + index]!.offset);
}

function at(flat: Float32Array | Uint32Array, { offset, size }: MatrixSlot): Float32Array {
  return Float32Array.from(flat.subarray(offset, offset + size ** 2));
}

/** Largest first, in float64. */
function eigenvaluesOf(size: number, matrix: Float32Array): readonly number[] {
  const rows = Array.from({ length: size }, (_, row) => [...matrix.subarray(row * size, (row + 1) * size)]);
  const values = new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true }).realEigenvalues;
  return values.sort((left, right) => right - left);
}

const context = await testDevice();

for (const family of usableFamilies(context.facts)) {
  const solve = (matrices: Float32Array, slots = SLOTS) => {
    const { length } = eigenvalueLayout(slots);
    return runLowering(
      context,
      family,
      {
        matrices,
        vectors: new Float32Array(matrices.length).fill(BEFORE),
        values: new Float32Array(length).fill(BEFORE),
        status: new Uint32Array(slots.length).fill(9),
      },
      (lowering) =>
        symmetricEigenKernels(
          lowering,
          { matrices: slots },
          { matrices: 'matrices', vectors: 'vectors', values: 'values', status: 'status' },
        ),
    );
  };

  let solved: ReturnType<typeof solve> | undefined;

  test.each(Object.keys(KINDS))(`${family}: matrices %s have the eigenvalues of float64 and orthogonal eigenvectors`, async (kind) => {
    // One batch of all kinds and sizes: most of a solve's time on small matrices is dispatches.
    const { matrices, vectors, values, status } = await (solved ??= solve(EVERY_MATRIX, EVERY_SLOT));
    const first = Object.keys(KINDS).indexOf(kind) * SIZES.length;
    expect([...status.subarray(first, first + SIZES.length)]).toEqual(SIZES.map(() => 0));
    for (const [index, slot] of EVERY_SLOT.slice(first, first + SIZES.length).entries()) {
      const { size } = slot;
      const expected = eigenvaluesOf(size, at(matrices, slot));
      const allowed = 1e-5 * Math.max(...expected.map(Math.abs));
      const { offset } = EVERY_VALUE[first + index]!;
      const got = values.subarray(offset, offset + size);
      const { orthogonality, residual } = eigenErrors(size, at(matrices, slot), at(vectors, slot), got);
      for (const [place, value] of expected.entries()) {
        expect(Math.abs(got[place]! - value), `size ${size}, eigenvalue ${place}`).toBeLessThanOrEqual(allowed);
      }
      expect(orthogonality, `size ${size}`).toBeLessThanOrEqual(1e-5);
      expect(residual, `size ${size}`).toBeLessThanOrEqual(allowed);
      expect([...got]).toEqual([...got].sort((left, right) => right - left));
    }
  });

  test(`${family}: what stands below the diagonal is not read`, async () => {
    const matrices = batch('that are indefinite');
    const upper = matrices.slice();
    for (const { offset, size } of SLOTS) {
      for (let row = 0; row < size; row++) upper.fill(Number.NaN, offset + row * size, offset + row * size + row);
    }
    const right = await solve(matrices);
    const same = await solve(upper);
    expect(same.vectors).toEqual(right.vectors);
    expect(same.values).toEqual(right.values);
  });

  test(`${family}: a matrix gives the same bits alone and in a batch`, async () => {
    const matrices = batch('of condition 1e8');
    const together = await solve(matrices);
    for (const index of [2, 3, 5]) {
      const slot = SLOTS[index]!;
      const alone = await solve(at(matrices, slot), [{ offset: 0, size: slot.size }]);
      expect(at(alone.vectors, { offset: 0, size: slot.size })).toEqual(at(together.vectors, slot));
      const { offset } = VALUES.slots[index]!;
      expect(alone.values.subarray(0, slot.size)).toEqual(together.values.subarray(offset, offset + slot.size));
    }
  });

  test(`${family}: tiny and huge matrices have the eigenvectors of their multiples`, async () => {
    const matrices = batch('of few samples');
    const right = await solve(matrices);
    for (const factor of [2 ** -60, 2 ** 90]) {
      const scaled = await solve(matrices.map((value) => factor * value));
      expect(scaled.vectors).toEqual(right.vectors);
      for (const { offset, size } of VALUES.slots) {
        const expected = right.values.subarray(offset, offset + size).map((value) => factor * value);
        expect(scaled.values.subarray(offset, offset + size)).toEqual(expected);
      }
    }
  });

  test(`${family}: matrices that are not finite say so, keep their last eigenvectors and leave their neighbours right`, async () => {
    const healthy = batch('that are indefinite');
    const matrices = healthy.slice();
    const spoiled = new Map([
      [0, Number.NaN],
      [1, Number.POSITIVE_INFINITY],
      [3, Number.NEGATIVE_INFINITY],
      [4, Number.NaN],
    ]);
    for (const [index, value] of spoiled) {
      const { offset, size } = SLOTS[index]!;
      matrices[offset + (size >> 1) * size + size - 1] = value;
    }
    const right = await solve(healthy);
    const wrong = await solve(matrices);
    expect([...wrong.status]).toEqual(SIZES.map((_, index) => (spoiled.has(index) ? 1 : 0)));
    for (const [index, slot] of SLOTS.entries()) {
      const { offset, size } = VALUES.slots[index]!;
      const kept = spoiled.has(index);
      expect(at(wrong.vectors, slot)).toEqual(kept ? new Float32Array(size ** 2).fill(BEFORE) : at(right.vectors, slot));
      const expected = right.values.subarray(offset, offset + size);
      expect(wrong.values.subarray(offset, offset + size)).toEqual(kept ? new Float32Array(size).fill(BEFORE) : expected);
    }
  });
}

test('slots that are empty, misaligned or overlap are refused', () => {
  const lower = (matrices: readonly MatrixSlot[]) => () =>
    symmetricEigenKernels(
      { facts: { ...context.facts, family: KERNEL_FAMILIES[0]! }, scratch: () => 0, constant: () => 0 },
      { matrices },
      { matrices: 0, vectors: 0, values: 0, status: 0 },
    );
  expect(lower([{ offset: 0, size: 0 }])).toThrow(ShapeError);
  expect(lower([{ offset: 32, size: 4 }])).toThrow(ShapeError);
  expect(lower([slotsFor([9])[0]!, { offset: 64, size: 2 }])).toThrow(ShapeError);
  expect(lower([])()).toEqual([]);
});

test('eigenvalues stand in aligned slots in the order of the matrices', () => {
  expect(eigenvalueLayout(slotsFor([3, 64, 65, 1]))).toEqual({
    slots: [
      { offset: 0, size: 3 },
      { offset: 64, size: 64 },
      { offset: 128, size: 65 },
      { offset: 256, size: 1 },
    ],
    length: 320,
  });
});
