import { describe, expect, test } from 'vitest';
import { testDevice } from '../testing/device.ts';
import { evaluate } from '../testing/evaluate-graph.ts';
import { expectClose } from '../testing/expect-close.ts';
import { matmulReference } from '../testing/op-references.ts';
import { Seeded } from '../testing/seeded.ts';
import { sumBound } from '../testing/tolerances.ts';
import { accumulateGram } from './gram.ts';
import { exp } from './unary.ts';

describe('accumulateGram', () => {
  test.each([
    [7, 5, false],
    [33, 12, true],
    [1, 0, true],
    [0, 3, true],
  ])('averages the second moment of [%i, %i], homogeneous: %s', async (rows, columns, homogeneous) => {
    const numbers = new Seeded(rows);
    const x = numbers.uniforms(rows * columns);
    const size = columns + (homogeneous ? 1 : 0);
    const before = numbers.positiveDefinite(size);
    const { target } = await evaluate(
      await testDevice(),
      {
        x: { shape: [rows, columns], data: x },
        coefficients: { shape: [2], data: Float32Array.of(0.75, 0.25) },
        target: { shape: [size, size], data: before },
      },
      (tensors) => {
        accumulateGram(tensors.x, tensors.coefficients, tensors.target, { homogeneous, scale: 0.5 });
        return { target: tensors.target };
      },
      { replays: 2 },
    );
    const extended = Float64Array.from({ length: rows * size }, (_, index) =>
      index % size < columns ? x[Math.floor(index / size) * columns + (index % size)]! : 1,
    );
    const shape = [rows, size];
    const moment = matmulReference(extended, extended, [shape, shape], { transposeA: true });
    const once = before.map((old, index) => 0.75 * old + 0.125 * moment[index]!);
    const twice = Array.from(once, (old, index) => 0.75 * old + 0.125 * moment[index]!);
    expectClose(target, twice, sumBound(rows + 4, rows + 2));
  });

  test('refuses a target of another shape or one that is no variable', async () => {
    const inputs = {
      x: { shape: [2, 3], data: new Float32Array(6) },
      coefficients: { shape: [2], data: new Float32Array(2) },
      target: { shape: [3, 3], data: new Float32Array(9) },
    };
    const context = await testDevice();
    const wrong = evaluate(context, inputs, ({ x, coefficients, target }) => {
      accumulateGram(x, coefficients, target, { homogeneous: true, scale: 1 });
      return { target };
    });
    await expect(wrong).rejects.toThrow(/gram: expected a variable of shape \[4, 4\], got \[3, 3\]/);
    const temporary = evaluate(context, inputs, ({ x, coefficients, target }) => {
      accumulateGram(x, coefficients, exp(target), { scale: 1 });
      return { target };
    });
    await expect(temporary).rejects.toThrow(/gram: expected a variable/);
  });
});
