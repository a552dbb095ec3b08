import { expect, test } from 'vitest';
import { KERNEL_FAMILIES, usableFamilies } from '../runtime/adapter-facts.ts';
import { ShapeError } from '../runtime/errors.ts';
import { testDevice } from '../testing/device.ts';
import { runLowering } from '../testing/run-lowering.ts';
import { sweep } from '../testing/sweep.ts';
import { choleskyKernels } from './cholesky-kernels.ts';
import type { MatrixSlot } from './matrix-batch.ts';
import { randomSpd, residualOfFactor, residualOfInverse, slotsFor } from './spd-reference.ts';
import { spdInverseKernels } from './spd-inverse-kernels.ts';
import { triangularInverseKernels } from './triangular-inverse-kernels.ts';

const SIZES = sweep([1, 2, 3, 13, 16, 17, 31, 32, 33, 64, 63, 65, 130], [100, 257]);
const SLOTS = slotsFor(SIZES);
const COUNT = SIZES.length;
const TOTAL = SLOTS.at(-1)!.offset + SIZES.at(-1)! ** 2;
/** Keeps what was there before a call in sight. */
const BEFORE = new Float32Array(TOTAL).fill(7);

function batch(condition: number): Float32Array {
  const flat = new Float32Array(TOTAL);
  for (const [index, { offset, size }] of SLOTS.entries()) flat.set(randomSpd(size, condition, index + 1), offset);
  return flat;
}

function at(flat: Float32Array | Uint32Array, { offset, size }: MatrixSlot): Float32Array {
  return Float32Array.from(flat.subarray(offset, offset + size ** 2));
}

type Spoil = (size: number, put: (row: number, column: number, value: number) => void) => void;

/** By sizes, what is wrong with a matrix, and the row that says so, counted from one. */
const FAULTS: ReadonlyMap<number, readonly [row: number, spoil: Spoil]> = new Map<number, readonly [number, Spoil]>([
  [1, [1, (_, put) => put(0, 0, 0)]],
  [13, [6, (_, put) => put(5, 5, -1)]],
  [17, [12, (_, put) => put(4, 11, Number.NaN)]],
  [33, [33, (_, put) => put(32, 32, Number.POSITIVE_INFINITY)]],
  [63, [1, (size, put) => everywhere(size, put, 0)]],
  [65, [1, (size, put) => everywhere(size, put, Number.NaN)]],
  [130, [71, (_, put) => put(70, 3, Number.NEGATIVE_INFINITY)]],
  [257, [201, (_, put) => put(200, 200, -3)]],
]);

function everywhere(size: number, put: Parameters<Spoil>[1], value: number): void {
  for (let row = 0; row < size; row++) for (let column = 0; column <= row; column++) put(row, column, value);
}

const context = await testDevice();
const families = usableFamilies(context.facts);

for (const family of families) {
  const factorise = (matrices: Float32Array, shifts: Float32Array) =>
    runLowering(context, family, { matrices, shifts, factors: BEFORE, status: new Uint32Array(COUNT).fill(9) }, (lowering) =>
      choleskyKernels(lowering, { matrices: SLOTS }, { matrices: 'matrices', shifts: 'shifts', factors: 'factors', status: 'status' }),
    );
  const invert = (matrices: Float32Array, shifts: Float32Array, slots = SLOTS, kept = new Uint32Array(slots.length), chosen?: number[]) =>
    runLowering(
      context,
      family,
      {
        matrices,
        shifts,
        inverses: BEFORE.slice(0, matrices.length),
        status: new Uint32Array(slots.length).fill(9),
        rungs: new Uint32Array(slots.length).fill(9),
        kept,
      },
      (lowering) =>
        spdInverseKernels(lowering, chosen === undefined ? { matrices: slots } : { matrices: slots, chosen }, {
          matrices: 'matrices',
          shifts: 'shifts',
          inverses: 'inverses',
          status: 'status',
          rungs: 'rungs',
          kept: 'kept',
        }),
    );

  for (const condition of [1e2, 1e5]) {
    test(`${family}: identity 22: factors multiply to their matrices at condition ${String(condition)}`, async () => {
      const matrices = batch(condition);
      const { factors, status } = await factorise(matrices, new Float32Array(COUNT));
      expect([...status]).toEqual(SIZES.map(() => 0));
      for (const slot of SLOTS) {
        const factor = at(factors, slot);
        for (let row = 0; row < slot.size; row++) {
          expect(factor.subarray(row * slot.size + row + 1, (row + 1) * slot.size).every((value) => value === 0)).toBe(true);
        }
        expect(residualOfFactor(slot.size, at(matrices, slot), factor), `size ${String(slot.size)}`).toBeLessThanOrEqual(
          1e-6 * Math.sqrt(slot.size),
        );
      }
    });
  }

  test(`${family}: inverses undo their shifted matrices and are exactly symmetric`, async () => {
    for (const condition of [1e2, 1e4]) {
      const matrices = batch(condition);
      const shifts = Float32Array.from(SIZES, (_, index) => (index % 3) * 1e-3);
      const { inverses, status } = await invert(matrices, shifts);
      expect([...status]).toEqual(SIZES.map(() => 0));
      for (const [index, slot] of SLOTS.entries()) {
        const { size } = slot;
        const inverse = at(inverses, slot);
        const shifted = at(matrices, slot);
        for (let row = 0; row < size; row++) shifted[row * size + row]! += shifts[index]!;
        expect(residualOfInverse(size, shifted, inverse), `size ${String(size)}`).toBeLessThanOrEqual(1e-7 * condition);
        expect(inverse.every((value, place) => value === inverse[(place % size) * size + Math.floor(place / size)])).toBe(true);
      }
    }
  });

  test(`${family}: identity 22: a matrix gives the same bits alone and in a batch`, async () => {
    const matrices = batch(1e3);
    const together = await invert(matrices, new Float32Array(COUNT));
    for (const slot of SLOTS.filter(({ size }) => [13, 33, 130].includes(size))) {
      const alone = await invert(at(matrices, slot), new Float32Array(1), [{ offset: 0, size: slot.size }]);
      expect(at(alone.inverses, { offset: 0, size: slot.size })).toEqual(at(together.inverses, slot));
    }
  });

  test(`${family}: failing matrices report their row, keep their last inverse and leave their neighbours right`, async () => {
    const healthy = batch(1e2);
    const matrices = healthy.slice();
    for (const { offset, size } of SLOTS) {
      FAULTS.get(size)?.[1](size, (row, column, value) => {
        matrices[offset + row * size + column] = value;
        matrices[offset + column * size + row] = value;
      });
    }
    const expected = SIZES.map((size) => FAULTS.get(size)?.[0] ?? 0);
    const right = await invert(healthy, new Float32Array(COUNT));
    const wrong = await invert(matrices, new Float32Array(COUNT));
    expect([...wrong.status]).toEqual(expected);
    for (const slot of SLOTS) {
      expect(at(wrong.inverses, slot)).toEqual(at(FAULTS.has(slot.size) ? BEFORE : right.inverses, slot));
    }
    const factored = await factorise(matrices, new Float32Array(COUNT));
    expect([...factored.status]).toEqual(expected);
    for (const slot of SLOTS.filter(({ size }) => FAULTS.has(size))) expect(at(factored.factors, slot)).toEqual(at(BEFORE, slot));
  });

  test(`${family}: a matrix that is not positive definite climbs the ladder of shifts until it is, the others stay where they are`, async () => {
    const matrices = batch(1e2);
    const shifts = new Float32Array(COUNT).fill(1e-3);
    const climbing = [1, 4, 8, SIZES.length - 1];
    for (const index of climbing) {
      // The smallest eigenvalue, 0.01, becomes −0.05: shifts of 0.001 and 0.01 are too small, 0.1 is enough.
      const { offset, size } = SLOTS[index]!;
      for (let row = 0; row < size; row++) matrices[offset + row * (size + 1)]! -= 0.06;
    }
    const { inverses, status, rungs, shifts: grown } = await invert(matrices, shifts);
    expect([...status]).toEqual(SIZES.map(() => 0));
    expect([...rungs]).toEqual(SIZES.map((_, index) => (climbing.includes(index) ? 2 : 0)));
    for (const [index, slot] of SLOTS.entries()) {
      expect(grown[index]).toBeCloseTo(climbing.includes(index) ? 0.1 : 1e-3, 6);
      const shifted = at(matrices, slot);
      for (let row = 0; row < slot.size; row++) shifted[row * slot.size + row]! += grown[index]!;
      expect(residualOfInverse(slot.size, shifted, at(inverses, slot)), `size ${String(slot.size)}`).toBeLessThanOrEqual(2e-5);
    }
  });

  test(`${family}: a matrix beyond the ladder has tried three larger shifts`, async () => {
    const matrices = batch(1e2);
    for (const index of [2, 10]) matrices[SLOTS[index]!.offset] = -1e4;
    const { inverses, status, rungs } = await invert(matrices, new Float32Array(COUNT).fill(1e-3));
    expect([...status]).toEqual(SIZES.map((_, index) => (index === 2 || index === 10 ? 1 : 0)));
    expect([...rungs]).toEqual(SIZES.map((_, index) => (index === 2 || index === 10 ? 3 : 0)));
    for (const index of [2, 10]) expect(at(inverses, SLOTS[index]!)).toEqual(at(BEFORE, SLOTS[index]!));
  });

  test(`${family}: matrices that are kept or not chosen are left alone, with their status`, async () => {
    const matrices = batch(1e2);
    const all = await invert(matrices, new Float32Array(COUNT));
    const kept = Uint32Array.from(SIZES, (_, index) => (index % 5 === 1 ? 1 : 0));
    const chosen = SIZES.map((_, index) => index).filter((index) => index % 2 === 1);
    const { inverses, status } = await invert(matrices, new Float32Array(COUNT), SLOTS, kept, chosen);
    for (const [index, slot] of SLOTS.entries()) {
      const works = chosen.includes(index) && kept[index] === 0;
      expect(status[index]).toBe(works ? 0 : 9);
      expect(at(inverses, slot)).toEqual(at(works ? all.inverses : BEFORE, slot));
    }
  });

  test(`${family}: a zero matrix with a shift becomes a scaled identity`, async () => {
    const { inverses, status } = await invert(new Float32Array(TOTAL), new Float32Array(COUNT).fill(0.25));
    expect([...status]).toEqual(SIZES.map(() => 0));
    for (const slot of SLOTS) {
      const inverse = at(inverses, slot);
      const exact = inverse.every((value, place) => Math.abs(value - (place % (slot.size + 1) === 0 ? 4 : 0)) <= 2e-6);
      expect(exact, `size ${String(slot.size)}`).toBe(true);
    }
  });

  test(`${family}: triangular inverses undo their factors`, async () => {
    const { factors } = await factorise(batch(1e4), new Float32Array(COUNT));
    const { inverses } = await runLowering(context, family, { factors: factors, inverses: BEFORE }, (lowering) =>
      triangularInverseKernels(lowering, { matrices: SLOTS }, { factors: 'factors', inverses: 'inverses' }),
    );
    for (const slot of SLOTS) {
      const { size } = slot;
      const inverse = at(inverses, slot);
      expect(residualOfInverse(size, at(factors, slot), inverse), `size ${String(size)}`).toBeLessThanOrEqual(1e-5);
      expect(inverse.every((value, place) => place % size <= Math.floor(place / size) || value === 0)).toBe(true);
    }
  });
}

test('slots that are empty, misaligned or overlap are refused', () => {
  const lower = (matrices: readonly MatrixSlot[]) => () =>
    spdInverseKernels(
      { facts: { ...context.facts, family: KERNEL_FAMILIES[0]! }, scratch: () => 0, constant: () => 0 },
      { matrices },
      { matrices: 0, shifts: 0, inverses: 0, status: 0, rungs: 0 },
    );
  expect(lower([{ offset: 0, size: 0 }])).toThrow(ShapeError);
  expect(lower([{ offset: 32, size: 4 }])).toThrow(ShapeError);
  expect(lower([slotsFor([9])[0]!, { offset: 64, size: 2 }])).toThrow(ShapeError);
  expect(lower([{ offset: 0, size: 1 << 20 }])).toThrow(ShapeError);
  expect(lower([])()).toEqual([]);
});
