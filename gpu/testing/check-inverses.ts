import { choleskyKernels } from '../linalg/cholesky-kernels.ts';
import type { MatrixSlot } from '../linalg/matrix-batch.ts';
import { spdInverseKernels } from '../linalg/spd-inverse-kernels.ts';
import { randomSpd, residualOfFactor, residualOfInverse, slotsFor } from '../linalg/spd-reference.ts';
import { triangularInverseKernels } from '../linalg/triangular-inverse-kernels.ts';
import { usableFamilies } from '../runtime/adapter-facts.ts';
import { checkResult, type KernelCheck } from './kernel-check.ts';
import { runLowering } from './run-lowering.ts';
import { choleskyBound, spdInverseBound, triangularInverseBound } from './tolerances.ts';

const SIZES = [1, 2, 3, 7, 13, 31, 32, 33, 61, 63, 64, 65, 97, 130];
const CONDITIONS = [1e2, 1e4];
const SLOTS = slotsFor(SIZES);
const COUNT = SIZES.length;
const LENGTH = SLOTS.at(-1)!.offset + SIZES.at(-1)! ** 2;
const NO_SHIFTS = new Float32Array(COUNT);

/** One batch of all sizes with the condition number given. */
function batch(seed: number, condition: number): Float32Array {
  const matrices = new Float32Array(LENGTH);
  for (const [index, { offset, size }] of SLOTS.entries()) matrices.set(randomSpd(size, condition, seed + index), offset);
  return matrices;
}

/** The share of each matrix; one whose status reports a failure is infinitely wrong. */
function shares(share: (slot: MatrixSlot) => number, status: ArrayLike<number>): number[] {
  return SLOTS.map((slot, index) => (status[index] === 0 ? share(slot) : Infinity));
}

function at(flat: ArrayLike<number>, { offset, size }: MatrixSlot): Float32Array {
  return Float32Array.from({ length: size ** 2 }, (_, index) => flat[offset + index]!);
}

/** ‖LLᵀ − A‖ / ‖A‖. */
export const choleskyCheck: KernelCheck = {
  name: 'cholesky',
  families: usableFamilies,
  run: async (context, family, seed) => {
    const all: number[] = [];
    for (const condition of CONDITIONS) {
      const matrices = batch(seed, condition);
      const { factors, status } = await runLowering(
        context,
        family,
        { matrices, shifts: NO_SHIFTS, factors: LENGTH, status: new Uint32Array(COUNT).fill(9) },
        (lowering) =>
          choleskyKernels(lowering, { matrices: SLOTS }, { matrices: 'matrices', shifts: 'shifts', factors: 'factors', status: 'status' }),
      );
      all.push(...shares((slot) => residualOfFactor(slot.size, at(matrices, slot), at(factors, slot)) / choleskyBound(slot.size), status));
    }
    return checkResult(all);
  },
};

/** ‖LX − I‖ / √n for the float64 Cholesky factors of the batch, rounded to float32. */
export const triangularInverseCheck: KernelCheck = {
  name: 'triangular inverse',
  families: usableFamilies,
  run: async (context, family, seed) => {
    const all: number[] = [];
    for (const condition of CONDITIONS) {
      const matrices = batch(seed, condition);
      const factors = new Float32Array(LENGTH);
      for (const slot of SLOTS) factors.set(choleskyFactor(slot.size, at(matrices, slot)), slot.offset);
      const { inverses } = await runLowering(context, family, { factors, inverses: LENGTH }, (lowering) =>
        triangularInverseKernels(lowering, { matrices: SLOTS }, { factors: 'factors', inverses: 'inverses' }),
      );
      const bound = (size: number): number => triangularInverseBound(size, Math.sqrt(condition));
      all.push(...shares((slot) => residualOfInverse(slot.size, at(factors, slot), at(inverses, slot)) / bound(slot.size), NO_SHIFTS));
    }
    return checkResult(all);
  },
};

/** ‖AX − I‖ / √n. */
export const spdInverseCheck: KernelCheck = {
  name: 'spd inverse',
  families: usableFamilies,
  run: async (context, family, seed) => {
    const all: number[] = [];
    for (const condition of CONDITIONS) {
      const matrices = batch(seed, condition);
      const { inverses, status } = await runLowering(
        context,
        family,
        { matrices, shifts: NO_SHIFTS, inverses: LENGTH, status: new Uint32Array(COUNT).fill(9), rungs: new Uint32Array(COUNT) },
        (lowering) =>
          spdInverseKernels(
            lowering,
            { matrices: SLOTS },
            { matrices: 'matrices', shifts: 'shifts', inverses: 'inverses', status: 'status', rungs: 'rungs' },
          ),
      );
      const bound = (size: number): number => spdInverseBound(size, condition);
      all.push(...shares((slot) => residualOfInverse(slot.size, at(matrices, slot), at(inverses, slot)) / bound(slot.size), status));
    }
    return checkResult(all);
  },
};

/** L of A = LLᵀ by columns in float64, zeros above the diagonal. */
function choleskyFactor(size: number, matrix: ArrayLike<number>): Float64Array {
  const factor = new Float64Array(size ** 2);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = matrix[row * size + column]!;
      for (let k = 0; k < column; k++) rest -= factor[row * size + k]! * factor[column * size + k]!;
      factor[row * size + column] = row === column ? Math.sqrt(rest) : rest / factor[column * size + column]!;
    }
  }
  return factor;
}
