import { expect, test } from 'vitest';
import { KERNEL_FAMILIES, usableFamilies } from '../runtime/adapter-facts.ts';
import { ShapeError } from '../runtime/errors.ts';
import { testDevice } from '../testing/device.ts';
import { runLowering } from '../testing/run-lowering.ts';
import { Seeded } from '../testing/seeded.ts';
import { sweep } from '../testing/sweep.ts';
import { eigenvalueLayout } from './eigen-layout.ts';
import { eigenErrors, gramOfSamples, offDiagonalShare, orthogonalIterate, rayleighQuotients } from './eigen-reference.ts';
import type { MatrixSlot } from './matrix-batch.ts';
import { refreshEigenbasisKernels } from './refresh-eigenbasis-kernels.ts';
import { randomSpd, slotsFor } from './spd-reference.ts';
import { symmetricEigenKernels } from './symmetric-eigen-kernels.ts';

/** Below, at and above a tile of any family, in whole and in part; and of up to three tiles. */
const SIZES = sweep([13, 1, 2, 65, 33, 32], [3, 31, 63, 64, 97, 130, 7]);
const SLOTS = slotsFor(SIZES);
const VALUES = eigenvalueLayout(SLOTS);
const TOTAL = SLOTS.at(-1)!.offset + SIZES.at(-1)! ** 2;

function batch(matrixOf: (size: number, seed: number) => Float32Array): Float32Array {
  const flat = new Float32Array(TOTAL);
  for (const [index, { offset, size }] of SLOTS.entries()) flat.set(matrixOf(size, index + 1), offset);
  return flat;
}

function at(flat: Float32Array | Uint32Array, { offset, size }: MatrixSlot): Float32Array {
  return Float32Array.from(flat.subarray(offset, offset + size ** 2));
}

/** A factor's moving average before and after a twentieth of it has been replaced. */
const AVERAGES: Readonly<Record<string, (size: number, seed: number) => readonly [Float32Array, Float32Array]>> = {
  'with spread eigenvalues': (size, seed) => averaged(randomSpd(size, 1e4, seed), randomSpd(size, 1e4, seed + 100)),
  'of few samples': (size, seed) => {
    const samples = (from: number) => gramOfSamples(size, new Seeded(from).normals(Math.ceil(size / 4) * size));
    return averaged(samples(seed), samples(seed + 100));
  },
};

function averaged(before: Float32Array, added: Float32Array): readonly [Float32Array, Float32Array] {
  return [before, before.map((value, place) => 0.95 * value + 0.05 * added[place]!)];
}

const context = await testDevice();

for (const family of usableFamilies(context.facts)) {
  const solve = (matrices: Float32Array) =>
    runLowering(
      context,
      family,
      { matrices, vectors: TOTAL, values: VALUES.length, status: new Uint32Array(SIZES.length).fill(9) },
      (lowering) =>
        symmetricEigenKernels(
          lowering,
          { matrices: SLOTS },
          { matrices: 'matrices', vectors: 'vectors', values: 'values', status: 'status' },
        ),
    );
  const refresh = (matrices: Float32Array, vectors: Float32Array, passes: 1 | 2 = 2) =>
    runLowering(
      context,
      family,
      {
        matrices,
        vectors,
        values: new Float32Array(VALUES.length).fill(7),
        drift: SIZES.length,
        status: new Uint32Array(SIZES.length).fill(9),
      },
      (lowering) =>
        refreshEigenbasisKernels(
          lowering,
          { matrices: SLOTS, passes },
          { matrices: 'matrices', vectors: 'vectors', values: 'values', drift: 'drift', status: 'status' },
        ),
    );

  test.each(Object.keys(AVERAGES))(`${family}: a refresh for averages %s is one step of orthogonal iteration in float64`, async (kind) => {
    const after = batch((size, seed) => AVERAGES[kind]!(size, seed)[1]);
    const start = (await solve(batch((size, seed) => AVERAGES[kind]!(size, seed)[0]))).vectors as Float32Array;
    const { vectors, values, drift, status } = await refresh(after, start);
    expect([...status]).toEqual(SIZES.map(() => 0));
    for (const [index, slot] of SLOTS.entries()) {
      const { size } = slot;
      const matrix = at(after, slot);
      const basis = at(vectors, slot);
      const expected = orthogonalIterate(size, matrix, at(start, slot), 1e-4);
      const got = values.subarray(VALUES.slots[index]!.offset, VALUES.slots[index]!.offset + size);
      const norm = Math.max(...got);
      const label = `size ${size}`;
      // The rounding of AQ, about 1e-7 of the norm, beside a shift of 1e-4, and what QR makes of it.
      expect(largestDifference(basis, expected), label).toBeLessThanOrEqual(1e-2);
      expect(largestDifference(got, rayleighQuotients(size, matrix, basis)), label).toBeLessThanOrEqual(1e-6 * norm);
      expect(eigenErrors(size, matrix, basis, got).orthogonality, label).toBeLessThanOrEqual(1e-5);
      expect(Math.abs(drift[index]! - offDiagonalShare(size, matrix, at(start, slot))), label).toBeLessThanOrEqual(1e-5);
    }
  });

  test(`${family}: one pass leaves a basis nearly orthogonal, and exactly so once nothing moves any more`, async () => {
    const [before, after] = [0, 1].map((which) => batch((size, seed) => AVERAGES['with spread eigenvalues']!(size, seed)[which]!));
    const first = await refresh(after!, (await solve(before!)).vectors as Float32Array, 1);
    const solved = await solve(after!);
    const second = await refresh(after!, solved.vectors as Float32Array, 1);
    for (const [index, slot] of SLOTS.entries()) {
      const errors = [first, second].map(({ vectors, values }) => {
        const { offset, size } = VALUES.slots[index]!;
        return eigenErrors(size, at(after!, slot), at(vectors, slot), values.subarray(offset, offset + size)).orthogonality;
      });
      expect(errors[0], `size ${slot.size}`).toBeLessThanOrEqual(1e-2);
      expect(errors[1], `size ${slot.size}`).toBeLessThanOrEqual(1e-5);
    }
  });

  test(`${family}: refreshes bring a basis closer to diagonalising its matrix`, async () => {
    const [before, after] = [0, 1].map((which) => batch((size, seed) => AVERAGES['of few samples']!(size, seed)[which]!));
    let basis = (await solve(before!)).vectors as Float32Array;
    const drifts: Float32Array[] = [];
    for (let step = 0; step < 6; step++) {
      const refreshed = await refresh(after!, basis);
      basis = refreshed.vectors as Float32Array;
      drifts.push(refreshed.drift as Float32Array);
    }
    for (const [index, size] of SIZES.entries()) {
      expect(drifts.at(-1)![index], `size ${size}`).toBeLessThanOrEqual(Math.max(1e-5, 0.7 * drifts[0]![index]!));
    }
  });

  test(`${family}: an exact basis stays`, async () => {
    const matrices = batch((size, seed) => randomSpd(size, 1e3, seed));
    const { vectors: start, values: eigenvalues } = await solve(matrices);
    const { vectors, values, drift } = await refresh(matrices, start as Float32Array);
    expect(largestDifference(vectors, start)).toBeLessThanOrEqual(2e-3);
    for (const { offset, size } of VALUES.slots) {
      const slot = [offset, offset + size] as const;
      expect(largestDifference(values.subarray(...slot), eigenvalues.subarray(...slot))).toBeLessThanOrEqual(1e-5);
    }
    expect(Math.max(...drift)).toBeLessThanOrEqual(1e-5);
  });

  test(`${family}: zero matrices keep their basis; others that cannot be refreshed say so and keep it too`, async () => {
    const healthy = batch((size, seed) => randomSpd(size, 1e3, seed));
    const start = (await solve(healthy)).vectors as Float32Array;
    const matrices = healthy.slice();
    matrices[SLOTS[0]!.offset + 5] = Number.NaN;
    matrices.fill(0, SLOTS[3]!.offset, SLOTS[3]!.offset + SIZES[3]! ** 2);
    const spoiled = start.slice();
    // Two columns alike: nothing orthogonal can come of them.
    const { offset, size } = SLOTS[4]!;
    for (let row = 0; row < size; row++) spoiled[offset + row * size + 1] = spoiled[offset + row * size]!;
    const right = await refresh(healthy, start);
    const { vectors, values, status } = await refresh(matrices, spoiled);
    expect([...status].map((code) => code !== 0)).toEqual(SIZES.map((_, index) => index === 0 || index === 4));
    for (const [index, slot] of SLOTS.entries()) {
      const place = VALUES.slots[index]!;
      const got = values.subarray(place.offset, place.offset + place.size);
      if (index === 0 || index === 4) {
        expect(at(vectors, slot)).toEqual(at(spoiled, slot));
        expect([...got]).toEqual([...got].map(() => 7));
      } else if (index === 3) {
        expect(largestDifference(at(vectors, slot), at(start, slot))).toBeLessThanOrEqual(1e-5);
        expect([...got]).toEqual([...got].map(() => 0));
      } else {
        expect(at(vectors, slot)).toEqual(at(right.vectors, slot));
      }
    }
  });
}

test('slots that are empty, misaligned or overlap are refused', () => {
  const lower = (matrices: readonly MatrixSlot[]) => () =>
    refreshEigenbasisKernels(
      { facts: { ...context.facts, family: KERNEL_FAMILIES[0]! }, scratch: () => 0, constant: () => 0 },
      { matrices, passes: 1 },
      { matrices: 0, vectors: 0, values: 0, drift: 0, status: 0 },
    );
  expect(lower([{ offset: 0, size: 0 }])).toThrow(ShapeError);
  expect(lower([{ offset: 32, size: 4 }])).toThrow(ShapeError);
  expect(lower([slotsFor([9])[0]!, { offset: 64, size: 2 }])).toThrow(ShapeError);
  expect(lower([])()).toEqual([]);
});

function largestDifference(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  return Array.from(got).reduce((most, value, place) => {
    const difference = Math.abs(value - expected[place]!);
    return Number.isNaN(difference) ? Infinity : Math.max(most, difference);
  }, 0);
}
