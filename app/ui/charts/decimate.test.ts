import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimate } from './decimate.ts';

const lines = fc
  .array(fc.tuple(fc.double({ min: 1e-3, max: 10, noNaN: true }), fc.double({ min: -1e6, max: 1e6, noNaN: true })), {
    minLength: 1,
    maxLength: 400,
  })
  .map((pairs) => {
    let x = 0;
    return { x: Float64Array.from(pairs, ([gap]) => (x += gap)), y: Float64Array.from(pairs, ([, value]) => value) };
  });

describe('decimate', () => {
  it('keeps the smallest, the largest, the first and the last value', () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 40 }), ({ x, y }, buckets) => {
        const kept = decimate(x, 1, y, [x[0] ?? 0, (x.at(-1) ?? 0) + 1e-9], buckets);
        expect(Math.min(...kept.y)).toBe(Math.min(...y));
        expect(Math.max(...kept.y)).toBe(Math.max(...y));
        expect([kept.x[0], kept.y[0]]).toEqual([x[0], y[0]]);
        expect([kept.x.at(-1), kept.y.at(-1)]).toEqual([x.at(-1), y.at(-1)]);
      }),
    );
  });

  it('keeps only measured points, in order, at most three a bucket', () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 40 }), fc.boolean(), ({ x, y }, buckets, broken) => {
        if (broken) y.forEach((_, index) => index % 5 === 3 && (y[index] = NaN));
        const kept = decimate(x, 1, y, [x[0] ?? 0, (x.at(-1) ?? 0) + 1e-9], buckets);
        expect(kept.x.length).toBeLessThanOrEqual(3 * (buckets + 1) + 2);
        let from = -1;
        kept.x.forEach((place, index) => {
          from = x.indexOf(place, from + 1);
          expect(from).toBeGreaterThanOrEqual(0);
          expect(kept.y[index]).toBe(y[from]);
        });
      }),
    );
  });

  it('never drops the only NaN', () => {
    fc.assert(
      fc.property(lines, fc.nat(), fc.integer({ min: 1, max: 40 }), ({ x, y }, place, buckets) => {
        y[place % y.length] = NaN;
        expect(decimate(x, 1, y, [0, (x.at(-1) ?? 0) + 1], buckets).y.some(Number.isNaN)).toBe(true);
      }),
    );
  });

  it('shows a zoomed part in full when it has few points, with one beyond each end', () => {
    const x = Float64Array.from({ length: 1000 }, (_, index) => index + 1);
    const kept = decimate(x, 0.5, x, [50, 60], 20);
    expect(kept.x).toEqual(Array.from({ length: 22 }, (_, index) => 49.5 + index * 0.5).slice(0, kept.x.length));
    expect(kept.x[0]).toBeLessThan(50);
    expect(kept.x.at(-1)).toBeGreaterThanOrEqual(60);
  });

  it('thins 100,000 points to a few a bucket', () => {
    const x = Float64Array.from({ length: 100_000 }, (_, index) => index + 1);
    const y = x.map((value) => Math.sin(value));
    expect(decimate(x, 1, y, [1, 100_000], 400).x.length).toBeLessThan(810);
  });
});
