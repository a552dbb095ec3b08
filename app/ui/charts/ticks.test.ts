import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearTicks, logTicks, paddedRange } from './ticks.ts';

describe('linearTicks', () => {
  it('steps by 1, 2 or 5 and writes decimals exactly', () => {
    expect(linearTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(linearTicks(-1.2, 1.2, 5)).toEqual([-1, -0.5, 0, 0.5, 1]);
    expect(linearTicks(0, 2000, 8)).toEqual([0, 500, 1000, 1500, 2000]);
  });

  it('stays inside the range and near the number asked for', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        fc.integer({ min: 3, max: 12 }),
        (low, extent, target) => {
          const ticks = linearTicks(low, low + extent, target);
          const slack = 1e-6 * extent;
          expect(ticks.length).toBeGreaterThanOrEqual(1);
          expect(ticks.length).toBeLessThanOrEqual(target + 1);
          for (const tick of ticks) {
            expect(tick).toBeGreaterThanOrEqual(low - slack);
            expect(tick).toBeLessThanOrEqual(low + extent + slack);
          }
        },
      ),
    );
  });

  it('marks a range without extent once and none that is not a number', () => {
    expect(linearTicks(3, 3, 5)).toEqual([3]);
    expect(linearTicks(NaN, NaN, 5)).toEqual([]);
  });
});

describe('logTicks', () => {
  it('marks powers of ten over many decades', () => {
    expect(logTicks(1e-6, 1, 6)).toEqual([1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1]);
    expect(logTicks(1e-10, 1, 5)).toEqual([1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1]);
  });

  it('marks 1, 2 and 5 over two decades and 1 and 3 over somewhat more', () => {
    expect(logTicks(0.015, 2.5, 6)).toEqual([0.02, 0.05, 0.1, 0.2, 0.5, 1, 2]);
    expect(logTicks(0.001, 2, 5)).toEqual([0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1]);
  });

  it('spaces ticks evenly within half a decade', () => {
    expect(logTicks(0.2, 0.5, 4)).toEqual([0.2, 0.3, 0.4, 0.5]);
  });

  it('has at least two ticks for every range, ascending and inside', () => {
    fc.assert(
      fc.property(fc.double({ min: -12, max: 8, noNaN: true }), fc.double({ min: 0.05, max: 12, noNaN: true }), (power, decades) => {
        const [low, high] = [10 ** power, 10 ** (power + decades)];
        const ticks = logTicks(low, high, 6);
        expect(ticks.length).toBeGreaterThanOrEqual(decades > 2 ? 2 : 1);
        expect(ticks.length).toBeLessThanOrEqual(12);
        ticks.forEach((tick, index) => {
          expect(tick).toBeGreaterThan(ticks[index - 1] ?? 0);
          expect(tick).toBeGreaterThanOrEqual(low * (1 - 1e-6));
          expect(tick).toBeLessThanOrEqual(high * (1 + 1e-6));
        });
      }),
    );
  });

  it('has none where a log axis has no place', () => {
    expect(logTicks(0, 1, 5)).toEqual([]);
  });
});

describe('paddedRange', () => {
  it('gives a single value room on either scale', () => {
    for (const scaling of ['linear', 'log'] as const) {
      const [low, high] = paddedRange(scaling, 0.3, 0.3);
      expect(low).toBeLessThan(0.3);
      expect(high).toBeGreaterThan(0.3);
    }
  });

  it('has a range even for no value', () => {
    expect(paddedRange('linear', Infinity, -Infinity)).toEqual([0, 1]);
    expect(paddedRange('log', Infinity, -Infinity)).toEqual([0.1, 1]);
  });

  it('does not go below zero for what is never negative', () => {
    expect(paddedRange('linear', 0.01, 3)[0]).toBe(0);
  });
});
