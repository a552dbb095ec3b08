import { expect, test } from 'vitest';
import { testDevice } from '../testing/device.ts';
import { runLowering } from '../testing/run-lowering.ts';
import { Seeded } from '../testing/seeded.ts';
import { residualKernels, rowsOf } from './residual-kernels.ts';
import { randomSpd, residualOfInverse, slotsFor } from './spd-reference.ts';

const SIZES = [1, 5, 64, 65, 130];
const SLOTS = slotsFor(SIZES);
const TOTAL = SLOTS.at(-1)!.offset + SIZES.at(-1)! ** 2;
const SHIFTS = Float32Array.of(0.5, 0.1, 0, 0.01, 1);
const context = await testDevice();

/** Matrices, approximate inverses of them that are wrong by a known amount, and random signs. */
function problem(seed: number) {
  const numbers = new Seeded(seed);
  const matrices = new Float32Array(TOTAL);
  const inverses = new Float32Array(TOTAL);
  for (const [index, { offset, size }] of SLOTS.entries()) {
    matrices.set(randomSpd(size, 10, seed + index), offset);
    inverses.set(randomSpd(size, 4, seed + 10 + index), offset);
  }
  const signs = Float32Array.from(numbers.uniforms(rowsOf(SLOTS), -1, 1), Math.sign);
  return { matrices, inverses, signs };
}

async function probe(seed: number, chosen?: number[]): Promise<Float32Array> {
  const { matrices, inverses, signs } = problem(seed);
  const { residuals } = await runLowering(
    context,
    context.facts.family,
    { matrices, shifts: SHIFTS, inverses, signs, residuals: new Float32Array(SIZES.length).fill(9) },
    (lowering) =>
      residualKernels(lowering, chosen === undefined ? { matrices: SLOTS } : { matrices: SLOTS, chosen }, {
        matrices: 'matrices',
        shifts: 'shifts',
        inverses: 'inverses',
        signs: 'signs',
        residuals: 'residuals',
      }),
  );
  return residuals as Float32Array;
}

test('the probe is the norm of (I − ÂX) z for its signs z', async () => {
  const residuals = await probe(3);
  const { matrices, inverses, signs } = problem(3);
  let start = 0;
  for (const [index, { offset, size }] of SLOTS.entries()) {
    const z = [...signs.subarray(start, start + size)];
    const times = (flat: Float32Array, shift: number, x: number[]): number[] =>
      x.map((value, row) => x.reduce((sum, other, k) => sum + flat[offset + row * size + k]! * other, shift * value));
    const product = times(matrices, SHIFTS[index]!, times(inverses, 0, z));
    const norm = Math.hypot(...product.map((value, row) => z[row]! - value)) / Math.sqrt(size);
    expect(residuals[index]! / norm, `size ${String(size)}`).toBeCloseTo(1, 4);
    start += size;
  }
});

test('over many signs the mean of its squares is ‖I − ÂX‖² / n', async () => {
  const { matrices, inverses } = problem(1);
  const { offset, size } = SLOTS[3]!;
  const shifted = matrices.slice(offset, offset + size ** 2);
  for (let row = 0; row < size; row++) shifted[row * (size + 1)]! += SHIFTS[3]!;
  const exact = residualOfInverse(size, shifted, inverses.subarray(offset, offset + size ** 2));
  let sum = 0;
  for (let draw = 0; draw < 24; draw++) {
    const signs = Float32Array.from(new Seeded(100 + draw).uniforms(rowsOf(SLOTS), -1, 1), Math.sign);
    const { residuals } = await runLowering(
      context,
      context.facts.family,
      { matrices, shifts: SHIFTS, inverses, signs, residuals: SIZES.length },
      (lowering) =>
        residualKernels(
          lowering,
          { matrices: SLOTS },
          { matrices: 'matrices', shifts: 'shifts', inverses: 'inverses', signs: 'signs', residuals: 'residuals' },
        ),
    );
    sum += residuals[3]! ** 2;
  }
  // A draw's square varies by less than its own size; 24 draws bring that to a fifth.
  expect(Math.sqrt(sum / 24) / exact).toBeGreaterThan(0.8);
  expect(Math.sqrt(sum / 24) / exact).toBeLessThan(1.25);
});

test('matrices that are not chosen keep the residual they had', async () => {
  const all = await probe(5);
  const some = await probe(5, [1, 4]);
  expect([...some]).toEqual([9, all[1]!, 9, 9, all[4]!]);
});
