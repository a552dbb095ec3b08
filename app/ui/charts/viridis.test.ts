import { describe, expect, it } from 'vitest';
import { matrixPixels, matrixRange } from './matrix-pixels.ts';
import { VIRIDIS } from './viridis.ts';

const lightness = (entry: number): number => {
  const linear = [0, 1, 2].map((channel) => ((VIRIDIS[4 * entry + channel] ?? 0) / 255) ** 2.2);
  return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
};

describe('VIRIDIS', () => {
  it('has 256 opaque entries', () => {
    expect(VIRIDIS).toHaveLength(1024);
    for (let entry = 0; entry < 256; entry++) expect(VIRIDIS[4 * entry + 3]).toBe(255);
  });

  it('is within six levels of the published colours', () => {
    const published = [
      [0, 68, 1, 84],
      [64, 59, 82, 139],
      [128, 33, 145, 140],
      [191, 94, 201, 98],
      [255, 253, 231, 37],
    ] as const;
    for (const [entry, ...color] of published) {
      color.forEach((level, channel) => {
        expect(Math.abs((VIRIDIS[4 * entry + channel] ?? NaN) - level)).toBeLessThanOrEqual(6);
      });
    }
  });

  it('grows lighter with every entry', () => {
    for (let entry = 4; entry < 256; entry += 4) expect(lightness(entry)).toBeGreaterThan(lightness(entry - 4));
  });
});

describe('matrixPixels', () => {
  it('spans the table from the smallest to the largest value and leaves NaN transparent', () => {
    const pixels = matrixPixels(Float32Array.of(0, 5, 10, NaN), VIRIDIS, 'linear');
    expect(pixels.subarray(0, 4)).toEqual(VIRIDIS.subarray(0, 4));
    expect(pixels.subarray(8, 12)).toEqual(VIRIDIS.subarray(1020, 1024));
    expect(pixels[15]).toBe(0);
  });

  it('spans six decades at the most on a log scale, zeros at its dark end', () => {
    expect(matrixRange(Float32Array.of(0, 1e-12, 1), 'log')).toEqual([1e-6, 1]);
    expect(matrixPixels(Float32Array.of(0, 1), VIRIDIS, 'log').subarray(0, 4)).toEqual(VIRIDIS.subarray(0, 4));
  });

  it('has no range without a finite value', () => {
    expect(matrixRange(Float32Array.of(NaN), 'linear')).toEqual([NaN, NaN]);
    expect(matrixRange(Float32Array.of(0, 0), 'log')).toEqual([0, 0]);
    expect(matrixPixels(Float32Array.of(0), VIRIDIS, 'log')).toEqual(VIRIDIS.subarray(0, 4));
  });
});
