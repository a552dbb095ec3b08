import { eigenvalueLayout } from '../linalg/eigen-layout.ts';
import { eigenErrors } from '../linalg/eigen-reference.ts';
import type { MatrixSlot } from '../linalg/matrix-batch.ts';
import { refreshEigenbasisKernels } from '../linalg/refresh-eigenbasis-kernels.ts';
import { randomSpd, slotsFor } from '../linalg/spd-reference.ts';
import { symmetricEigenKernels } from '../linalg/symmetric-eigen-kernels.ts';
import { usableFamilies, type KernelFamily } from '../runtime/adapter-facts.ts';
import type { DeviceContext } from '../runtime/device-owner.ts';
import { checkResult, type KernelCheck } from './kernel-check.ts';
import { runLowering } from './run-lowering.ts';
import { eigenBound } from './tolerances.ts';

const SIZES = [1, 2, 3, 7, 13, 31, 32, 33, 61, 63, 64, 65, 97, 130];
const CONDITIONS = [1e2, 1e8];
const SLOTS = slotsFor(SIZES);
const VALUES = eigenvalueLayout(SLOTS);
const COUNT = SIZES.length;
const LENGTH = SLOTS.at(-1)!.offset + SIZES.at(-1)! ** 2;

type Flat = Float32Array | Uint32Array;

/** One batch of all sizes with the condition number given; their norm is 1. */
function batch(seed: number, condition: number): Float32Array {
  const matrices = new Float32Array(LENGTH);
  for (const [index, { offset, size }] of SLOTS.entries()) matrices.set(randomSpd(size, condition, seed + index), offset);
  return matrices;
}

function at(flat: Flat, { offset, size }: MatrixSlot): Float32Array {
  return Float32Array.from(flat.subarray(offset, offset + size ** 2));
}

function solve(
  context: DeviceContext,
  family: KernelFamily,
  matrices: Float32Array,
): Promise<Record<'vectors' | 'values' | 'status', Flat>> {
  return runLowering(
    context,
    family,
    { matrices, vectors: LENGTH, values: VALUES.length, status: new Uint32Array(COUNT).fill(9) },
    (lowering) =>
      symmetricEigenKernels(
        lowering,
        { matrices: SLOTS },
        { matrices: 'matrices', vectors: 'vectors', values: 'values', status: 'status' },
      ),
  );
}

/** Largest |QᵀQ − I| and ‖Aq − λq‖ / ‖A‖. */
export const symmetricEigenCheck: KernelCheck = {
  name: 'symmetric eigen',
  families: usableFamilies,
  run: async (context, family, seed) => {
    const all: number[] = [];
    for (const condition of CONDITIONS) {
      const matrices = batch(seed, condition);
      const { vectors, values, status } = await solve(context, family, matrices);
      for (const [index, slot] of SLOTS.entries()) {
        const first = VALUES.slots[index]!.offset;
        const errors = eigenErrors(slot.size, at(matrices, slot), at(vectors, slot), values.subarray(first, first + slot.size));
        all.push(status[index] === 0 ? Math.max(errors.orthogonality, errors.residual) / eigenBound(slot.size) : Infinity);
      }
    }
    return checkResult(all);
  },
};

/** Largest |QᵀQ − I| after a twentieth of each matrix has been replaced. */
export const refreshEigenbasisCheck: KernelCheck = {
  name: 'refresh eigenbasis',
  families: usableFamilies,
  run: async (context, family, seed) => {
    const before = batch(seed, CONDITIONS[0]!);
    const added = batch(seed + COUNT, CONDITIONS[0]!);
    const matrices = before.map((value, place) => 0.95 * value + 0.05 * added[place]!);
    const start = (await solve(context, family, before)).vectors as Float32Array;
    const { vectors, values, status } = await runLowering(
      context,
      family,
      { matrices, vectors: start, values: VALUES.length, drift: COUNT, status: new Uint32Array(COUNT).fill(9) },
      (lowering) =>
        refreshEigenbasisKernels(
          lowering,
          { matrices: SLOTS, passes: 2 },
          { matrices: 'matrices', vectors: 'vectors', values: 'values', drift: 'drift', status: 'status' },
        ),
    );
    return checkResult(
      SLOTS.map((slot, index) => {
        const first = VALUES.slots[index]!.offset;
        const errors = eigenErrors(slot.size, at(matrices, slot), at(vectors, slot), values.subarray(first, first + slot.size));
        return status[index] === 0 ? errors.orthogonality / eigenBound(slot.size) : Infinity;
      }),
    );
  },
};
