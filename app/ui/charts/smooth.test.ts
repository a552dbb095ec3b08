import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { debiasedAverage } from './smooth.ts';

const weights = fc.double({ min: 0, max: 0.999, noNaN: true });

describe('debiasedAverage', () => {
  it('leaves a constant as it is, from the first value on', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), weights, (constant, smoothing) => {
        for (const average of debiasedAverage(new Float64Array(50).fill(constant), smoothing)) {
          expect(Math.abs(average / constant - 1)).toBeLessThan(1e-9);
        }
      }),
    );
  });

  it('stays between the smallest and the largest value so far', () => {
    fc.assert(
      fc.property(fc.float64Array({ min: -100, max: 100, noNaN: true, minLength: 1 }), weights, (values, smoothing) => {
        debiasedAverage(values, smoothing).forEach((average, index) => {
          const seen = values.subarray(0, index + 1);
          expect(average).toBeGreaterThanOrEqual(Math.min(...seen) - 1e-9);
          expect(average).toBeLessThanOrEqual(Math.max(...seen) + 1e-9);
        });
      }),
    );
  });

  it('is the values themselves without smoothing', () => {
    expect(debiasedAverage(Float64Array.of(3, 1, 2), 0)).toEqual(Float64Array.of(3, 1, 2));
  });

  it('weighs the past by powers of the smoothing', () => {
    const [, , third] = debiasedAverage(Float64Array.of(1, 2, 4), 0.5);
    expect(third).toBeCloseTo((0.25 * 1 + 0.5 * 2 + 4) / 1.75, 12);
  });

  it('passes NaN and infinity through and goes on as if they had not been', () => {
    const averages = debiasedAverage(Float64Array.of(1, NaN, 2, Infinity, 3), 0.9);
    expect(averages[1]).toBeNaN();
    expect(averages[3]).toBe(Infinity);
    const clean = debiasedAverage(Float64Array.of(1, 2, 3), 0.9);
    expect([averages[0], averages[2], averages[4]]).toEqual([...clean]);
  });
});
