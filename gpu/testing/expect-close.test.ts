import { describe, expect, test } from 'vitest';
import { closeness, expectClose } from './expect-close.ts';
import { edgeShapes, edgeSizes, Seeded } from './seeded.ts';
import { sumBound, ulp, ulps } from './tolerances.ts';

describe('expectClose', () => {
  test('accepts what is within the allowed error', () => {
    expectClose([1, 2.001], [1, 2], 0.01);
    expectClose([1, 2.001], [1, 2], [0, 0.01]);
    expectClose([], [], 0);
  });

  test('names the worst index, what came and what was expected', () => {
    expect(() => expectClose([1, 2.5, 9], [1, 2, 3], 0.1, 'matmul')).toThrow(
      'matmul: expected 3 ± 0.100 at index 2, got 9 (error 6.00); 2 of 3 elements fail',
    );
  });

  test('takes NaN for NaN only', () => {
    expectClose([NaN], [NaN], 0);
    expect(() => expectClose([NaN], [1], Infinity)).toThrow('got NaN');
    expect(() => expectClose([1], [NaN], Infinity)).toThrow('expected NaN');
    expect(() => expectClose([1], [1.5], NaN)).toThrow('expected 1.5');
  });

  test('takes an infinity for itself only', () => {
    expectClose([Infinity, -Infinity], [Infinity, -Infinity], 0);
    expect(() => expectClose([Infinity], [-Infinity], Infinity)).toThrow('got Infinity');
    expect(() => expectClose([Infinity], [1e38], 1e38)).toThrow('got Infinity');
  });

  test('refuses shapes that differ', () => {
    expect(() => expectClose([1], [1, 2], 1)).toThrow('expected 2 elements, got 1');
  });

  test('gives the error as a share of the allowed one', () => {
    expect(closeness([1, 3], [1, 2], 4)).toEqual({ worst: 0.25, index: 1, got: 3, expected: 2, allowed: 4 });
    expect(closeness([1], [2], 0).worst).toBe(Infinity);
  });
});

describe('tolerances', () => {
  test('an ulp is the gap to the next float32', () => {
    const bits = new Uint32Array(1);
    const value = new Float32Array(bits.buffer);
    for (const start of [1, 1.999, 2, 3.5, 1e-30, 1e30, 2 ** -126, 0.1]) {
      value[0] = start;
      const before = value[0];
      bits[0]!++;
      expect(ulp(before)).toBe(value[0] - before);
      bits[0]!--;
    }
    expect(ulps(2)(1)).toBe(2 ** -22);
    expect(ulps(0)(1)).toBe(0);
  });

  test('the sum bound holds for a float32 sum of a million terms', () => {
    const values = new Seeded(3).uniforms(1_000_000, 0, 1);
    let single = 0;
    let double = 0;
    for (const value of values) {
      single = Math.fround(single + value);
      double += value;
    }
    expect(Math.abs(single - double)).toBeLessThan(sumBound(values.length, double));
  });
});

describe('seeded', () => {
  test('gives the same numbers for the same seed and others for another', () => {
    expect(new Seeded(1).normals(8)).toEqual(new Seeded(1).normals(8));
    expect(new Seeded(1).normals(8)).not.toEqual(new Seeded(2).normals(8));
  });

  test('has the moments of its distributions', () => {
    const normals = new Seeded(5).normals(100_000);
    const mean = normals.reduce((sum, value) => sum + value, 0) / normals.length;
    const variance = normals.reduce((sum, value) => sum + (value - mean) ** 2, 0) / normals.length;
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(1e5));
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / 1e5));
  });

  test('covers empty, one, primes and both sides of a tile in every place', () => {
    expect(edgeSizes(32)).toEqual([0, 1, 2, 3, 7, 13, 31, 32, 33, 61, 63, 64, 65]);
    const shapes = edgeShapes(1, 3, 32);
    for (let place = 0; place < 3; place++) {
      expect(edgeSizes(32).every((edge) => shapes.some((shape) => shape[place] === edge))).toBe(true);
    }
  });

  test('makes symmetric matrices with positive pivots', () => {
    const matrix = new Seeded(7).positiveDefinite(5);
    for (let i = 0; i < 5; i++) {
      for (let j = 0; j < 5; j++) expect(matrix[i * 5 + j]).toBe(matrix[j * 5 + i]);
      expect(matrix[i * 5 + i]).toBeGreaterThan(0.1);
    }
  });
});
