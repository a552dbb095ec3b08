import { describe, expect, test } from 'vitest';
import { spdInverseFloat64 } from './spd-inverse-float64.ts';
import { randomSpd, residualOfInverse } from './spd-reference.ts';

describe('the inverse in float64', () => {
  test('undoes its shifted matrix as far as float32 can say', () => {
    const matrix = randomSpd(40, 1e4, 1);
    const inverse = spdInverseFloat64(40, matrix, 0.01)!;
    for (let row = 0; row < 40; row++) matrix[row * 41]! += 0.01;
    expect(residualOfInverse(40, matrix, inverse)).toBeLessThan(1e-5);
  });

  test('is refused for matrices that are not positive definite, not finite, or whose inverse overflows', () => {
    expect(spdInverseFloat64(2, [1, 2, 2, 1], 0)).toBeNull();
    expect(spdInverseFloat64(2, [1, 0, NaN, 1], 0)).toBeNull();
    expect(spdInverseFloat64(1, [Infinity], 0)).toBeNull();
    expect(spdInverseFloat64(1, [1e-40], 0)).toBeNull();
  });
});
