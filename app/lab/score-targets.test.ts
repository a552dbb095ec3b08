import { describe, expect, test } from 'vitest';
import { meanRSquared, scoreTargets } from './score-targets.ts';

const columns = [
  { name: 'price', mean: 100, deviation: 10 },
  { name: 'weight', mean: 0, deviation: 2 },
] as const;
const values = Float32Array.of(-1, 1, 1, 3, 0, 2, 9, 9);

describe('the scores of numbers', () => {
  test('are in the square of their own units, each by itself, over the rows that were predicted', () => {
    const [price, weight] = scoreTargets(Float32Array.of(-1, 2, 0.5, 2, 0.5, 2), { columns, values });
    expect(price).toMatchObject({ name: 'price', rSquared: 1 - 0.5 / 2 });
    expect(price!.meanSquaredError).toBeCloseTo((100 * 0.5) / 3, 12);
    expect(weight).toMatchObject({ name: 'weight', rSquared: 0 });
    expect(weight!.meanSquaredError).toBeCloseTo((4 * 2) / 3, 12);
  });

  test('are 1 for the truth, 0 for the mean, and have a mean of their own', () => {
    const told = scoreTargets(Float32Array.of(-1, 2, 1, 2, 0, 2), { columns, values });
    expect(told.map(({ rSquared }) => rSquared)).toEqual([1, 0]);
    expect(meanRSquared(told)).toBe(0.5);
  });

  test('have no R² where all targets are one number, and show what is not finite', () => {
    const [price] = scoreTargets(Float32Array.of(2, 3), { columns: columns.slice(0, 1), values: Float32Array.of(1, 1) });
    expect(price).toEqual({ name: 'price', meanSquaredError: 250, rSquared: NaN });
    const [broken] = scoreTargets(Float32Array.of(NaN, 3), { columns: columns.slice(0, 1), values: Float32Array.of(1, 2) });
    expect(broken).toEqual({ name: 'price', meanSquaredError: NaN, rSquared: NaN });
  });
});
