import { describe, expect, test } from 'vitest';
import { KERNEL_FAMILIES, usableFamilies, type KernelFamily } from '../runtime/adapter-facts.ts';
import { testDevice } from '../testing/device.ts';
import { expectClose } from '../testing/expect-close.ts';
import { runLowering } from '../testing/run-lowering.ts';
import { edgeShapes, Seeded } from '../testing/seeded.ts';
import { sumBound, ulp } from '../testing/tolerances.ts';
import { gramKernels, type GramProblem } from './gram-kernels.ts';

describe.for(KERNEL_FAMILIES)('gram by %s kernels', (family) => {
  test('agrees with float64 at edge shapes, with and without the homogeneous column', async () => {
    let turn = 0;
    for (const [rows = 0, columns = 0] of edgeShapes(5, 2, 16)) {
      await compare(family, { rows, columns, homogeneous: turn++ % 2 === 0, scale: 1 / Math.max(1, rows) }, [0.9, 0.1]);
    }
  });

  test.for([
    { rows: 128, columns: 256 },
    { rows: 97, columns: 256, homogeneous: true },
    { rows: 130, columns: 201 },
    { rows: 64, columns: 131, homogeneous: true },
    { rows: 127, columns: 63, homogeneous: true },
    { rows: 65, columns: 127 },
    { rows: 71, columns: 128, homogeneous: true },
    { rows: 73, columns: 191, homogeneous: true },
  ])('agrees with float64 at tiled shapes, %j', async (shape) => {
    await compare(family, { ...shape, scale: 1 / shape.rows }, [0.75, 0.25]);
  });

  test('forgets the old content, even NaN, when its coefficient is 0', async () => {
    for (const columns of [3, 160]) {
      await compare(family, { rows: 40, columns, homogeneous: true, scale: 2 }, [0, 1], NaN);
    }
  });
});

test('nothing has no kernels, and sizes that make no sense are refused', async () => {
  const context = await testDevice();
  const lowering = { facts: context.facts, scratch: () => 'scratch', constant: () => 'constant' };
  const lower = (problem: GramProblem) => gramKernels(lowering, problem, { x: 'x', coefficients: 'c', out: 'out' });
  expect(lower({ rows: 4, columns: 0, scale: 1 })).toEqual([]);
  expect(() => lower({ rows: -1, columns: 2, scale: 1 })).toThrow(/rows to be a whole number, got -1/);
});

async function compare(family: KernelFamily, problem: GramProblem, [keep, add]: readonly [number, number], stale?: number): Promise<void> {
  const context = await testDevice();
  if (!usableFamilies(context.facts).includes(family)) return;
  const { rows, columns, homogeneous = false, scale } = problem;
  const size = columns + (homogeneous ? 1 : 0);
  const numbers = new Seeded(rows * 3 + columns);
  const x = numbers.uniforms(rows * columns);
  const coefficients = Float32Array.of(keep, add);
  const out = new Float32Array(size * size);
  for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) out[i * size + j] = out[j * size + i] = stale ?? numbers.uniform();
  const results = await runLowering(context, family, { x, coefficients, out }, (lowering) =>
    gramKernels(lowering, problem, { x: 'x', coefficients: 'coefficients', out: 'out' }),
  );
  const at = (row: number, column: number): number => (column < columns ? x[row * columns + column]! : 1);
  const expected = new Float64Array(size * size);
  const allowed = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = 0;
      let magnitude = 0;
      for (let row = 0; row < rows; row++) {
        const product = at(row, i) * at(row, j);
        sum += product;
        magnitude += Math.abs(product);
      }
      const kept = keep === 0 ? 0 : coefficients[0]! * out[i * size + j]!;
      expected[i * size + j] = kept + coefficients[1]! * scale * sum;
      allowed[i * size + j] = add * scale * sumBound(rows + 4, magnitude) + 2 * ulp(kept);
    }
  }
  const label = `${family} ${JSON.stringify(problem)}`;
  expectClose(results.out, expected, allowed, label);
  const mirrored = results.out.map((_, index) => results.out[(index % size) * size + Math.floor(index / size)]!);
  expectClose(results.out, mirrored, 0, `${label} symmetry`);
}
