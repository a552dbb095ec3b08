import { expect, test } from 'vitest';
import { usableFamilies } from '../runtime/adapter-facts.ts';
import { testDevice } from '../testing/device.ts';
import { runLowering } from '../testing/run-lowering.ts';
import { sweep } from '../testing/sweep.ts';
import { inverseFreeKernels, type InverseFreeRate } from './inverse-free-kernels.ts';
import type { MatrixSlot } from './matrix-batch.ts';
import { randomSpd, residualOfInverse, slotsFor } from './spd-reference.ts';

const PROBLEMS = sweep(
  [
    { size: 7, shift: 0.02 },
    { size: 33, shift: 0.01 },
  ],
  [
    { size: 1, shift: 0.1 },
    { size: 65, shift: 0.05 },
  ],
);
const SIZES = PROBLEMS.map(({ size }) => size);
const SLOTS = slotsFor(SIZES);
const TOTAL = SLOTS.at(-1)!.offset + SIZES.at(-1)! ** 2;
const SHIFTS = Float32Array.from(PROBLEMS, ({ shift }) => shift);
const NAMES = {
  matrices: 'matrices',
  shifts: 'shifts',
  inverses: 'inverses',
  roots: 'roots',
  momenta: 'momenta',
  status: 'status',
} as const;
const context = await testDevice();

function at(flat: ArrayLike<number>, { offset, size }: MatrixSlot): Float32Array {
  return Float32Array.from({ length: size ** 2 }, (_, index) => flat[offset + index]!);
}

/** Residuals of all inverses after 10, 20, … updates on fixed matrices. */
async function residuals(
  family: (typeof context.facts)['family'],
  scale: number,
  rate: InverseFreeRate,
  rounds: number,
): Promise<number[][]> {
  const matrices = new Float32Array(TOTAL);
  let roots = new Float32Array(TOTAL);
  let momenta = new Float32Array(TOTAL);
  for (const [index, { offset, size }] of SLOTS.entries()) {
    matrices.set(
      randomSpd(size, 1e3, index + 1).map((value) => scale * value),
      offset,
    );
    for (let row = 0; row < size; row++) roots[offset + row * (size + 1)] = 1;
  }
  const history: number[][] = [];
  for (let round = 0; round < rounds; round++) {
    const result = await runLowering(
      context,
      family,
      { matrices, shifts: SHIFTS, inverses: TOTAL, roots, momenta, status: SIZES.length },
      (lowering) => Array.from({ length: 10 }).flatMap(() => inverseFreeKernels(lowering, { matrices: SLOTS, ...rate }, NAMES)),
    );
    roots = result.roots as Float32Array<ArrayBuffer>;
    momenta = result.momenta as Float32Array<ArrayBuffer>;
    history.push(
      SLOTS.map((slot, index) => {
        const damped = at(matrices, slot);
        for (let row = 0; row < slot.size; row++) damped[row * (slot.size + 1)]! += SHIFTS[index]!;
        return residualOfInverse(slot.size, damped, at(result.inverses, slot));
      }),
    );
  }
  return history;
}

for (const family of usableFamilies(context.facts)) {
  test(`${family}: on fixed matrices KKᵀ becomes the damped inverse, from far below and from far above`, async () => {
    for (const scale of [1, 200]) {
      const [early, , late] = await residuals(family, scale, { rate: 1, momentum: 0 }, 3);
      for (const [index, size] of SIZES.entries()) {
        expect(late![index], `size ${String(size)} × ${String(scale)}`).toBeLessThan(2e-3);
        expect(late![index]).toBeLessThanOrEqual(early![index]! + 1e-4);
      }
    }
  });

  test(`${family}: a slower rate with momentum arrives as well`, async () => {
    const history = await residuals(family, 1, { rate: 0.5, momentum: 0.3 }, 5);
    for (const residual of history.at(-1)!) expect(residual).toBeLessThan(2e-2);
  });
}
