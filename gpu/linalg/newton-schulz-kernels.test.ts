import { expect, test } from 'vitest';
import { usableFamilies } from '../runtime/adapter-facts.ts';
import { testDevice } from '../testing/device.ts';
import { runLowering } from '../testing/run-lowering.ts';
import type { MatrixSlot } from './matrix-batch.ts';
import { newtonSchulzKernels } from './newton-schulz-kernels.ts';
import { randomSpd, residualOfInverse, slotsFor } from './spd-reference.ts';

const SIZES = [1, 7, 32, 33, 65, 97];
const SLOTS = slotsFor(SIZES);
const TOTAL = SLOTS.at(-1)!.offset + SIZES.at(-1)! ** 2;
const SHIFT = 0.1;
/** Its inverse is too far away for the iteration. */
const FAR = 3;
/** Its gate is closed. */
const CLOSED = 4;
const context = await testDevice();

function at(flat: ArrayLike<number>, { offset, size }: MatrixSlot): Float32Array {
  return Float32Array.from({ length: size ** 2 }, (_, index) => flat[offset + index]!);
}

/** Well conditioned matrices and, as inverses, those of matrices that are 8 % larger. */
function problem() {
  const matrices = new Float32Array(TOTAL);
  const inverses = new Float32Array(TOTAL);
  for (const [index, slot] of SLOTS.entries()) {
    const { offset, size } = slot;
    // A reflection of a diagonal of two values: H diag H − s I, whose shifted inverse is known in closed form.
    const reflected = (small: number, large: number): number[] => {
      const v = Array.from({ length: size }, (_, row) => Math.sin(1 + row * (index + 1)));
      const norm = v.reduce((sum, value) => sum + value * value, 0);
      return v.flatMap((left, row) => v.map((right, column) => (row === column ? small : 0) + ((large - small) * left * right) / norm));
    };
    matrices.set(
      reflected(1, 2).map((value, place) => value - (place % (size + 1) === 0 ? SHIFT : 0)),
      offset,
    );
    const error = index === FAR ? 3 : 1.08;
    inverses.set(reflected(error, error / 2), offset);
  }
  return { matrices, inverses };
}

for (const family of usableFamilies(context.facts)) {
  test(`${family}: warm Newton–Schulz squares the residual of each matrix it may touch, and says which`, async () => {
    const { matrices, inverses } = problem();
    const gates = Uint32Array.from(SIZES, (_, index) => (index === CLOSED ? 1 : 0));
    const result = await runLowering(
      context,
      family,
      {
        matrices,
        inverses,
        shifts: new Float32Array(SIZES.length).fill(SHIFT),
        status: new Uint32Array(SIZES.length).fill(9),
        gates,
        kept: new Uint32Array(SIZES.length),
      },
      (lowering) =>
        newtonSchulzKernels(
          lowering,
          { matrices: SLOTS, iterations: 2 },
          { matrices: 'matrices', shifts: 'shifts', inverses: 'inverses', status: 'status', gates: 'gates', kept: 'kept' },
        ),
    );
    expect([...result.kept]).toEqual(SIZES.map((_, index) => (index === FAR || index === CLOSED ? 0 : 2)));
    expect([...result.status]).toEqual(SIZES.map((_, index) => (index === CLOSED ? 9 : 0)));
    for (const [index, slot] of SLOTS.entries()) {
      const inverse = at(result.inverses, slot);
      if (index === FAR || index === CLOSED) {
        expect(inverse).toEqual(at(inverses, slot));
        continue;
      }
      const shifted = at(matrices, slot);
      for (let row = 0; row < slot.size; row++) shifted[row * (slot.size + 1)]! += SHIFT;
      // 8 % squared twice.
      expect(residualOfInverse(slot.size, shifted, inverse), `size ${String(slot.size)}`).toBeLessThan(1.2 * 0.08 ** 4);
      expect(inverse.every((value, place) => value === inverse[(place % slot.size) * slot.size + Math.floor(place / slot.size)])).toBe(
        true,
      );
    }
  });

  test(`${family}: a step from an inverse that holds NaN is refused`, async () => {
    const matrices = randomSpd(40, 10, 1);
    const inverses = new Float32Array(1600).fill(Number.NaN);
    const result = await runLowering(
      context,
      family,
      { matrices, inverses, shifts: new Float32Array(1), status: new Uint32Array(1), gates: new Uint32Array(1), kept: new Uint32Array(1) },
      (lowering) =>
        newtonSchulzKernels(
          lowering,
          { matrices: [{ offset: 0, size: 40 }], iterations: 1 },
          { matrices: 'matrices', shifts: 'shifts', inverses: 'inverses', status: 'status', gates: 'gates', kept: 'kept' },
        ),
    );
    expect([...result.kept]).toEqual([0]);
  });
}
