import { describe, expect, it } from 'vitest';
import { SeriesBuffer } from './series.ts';

describe('a series', () => {
  it('keeps every point while it grows', () => {
    const series = new SeriesBuffer(0, 'K-FAC');
    for (let step = 1; step <= 5_000; step++) series.append(step, step / 10, 1 / step);
    expect(series.length).toBe(5_000);
    expect(series.steps[4_999]).toBe(5_000);
    expect(series.seconds[99]).toBe(10);
    expect(series.values[1]).toBe(0.5);
  });

  it('thins its older half when full and keeps extremes, values that are not finite, and order', () => {
    const series = new SeriesBuffer(0, 'K-FAC', 2_048);
    for (let step = 1; step <= 2_049; step++) series.append(step, step, step === 100 ? 1e9 : step === 200 ? -1e9 : step === 300 ? NaN : 1);
    expect(series.length).toBeLessThanOrEqual(2_048);
    expect(series.values).toContain(1e9);
    expect(series.values).toContain(-1e9);
    expect(series.values.some(Number.isNaN)).toBe(true);
    expect(series.steps.every((step, index) => index === 0 || step > (series.steps[index - 1] ?? Infinity))).toBe(true);
    expect(series.steps.at(-1)).toBe(2_049);
  });

  it('stays bounded however long a run is', () => {
    const series = new SeriesBuffer(0, 'K-FAC', 4_096);
    for (let step = 1; step <= 100_000; step++) series.append(step, step, Math.sin(step));
    expect(series.length).toBeLessThanOrEqual(4_096);
  });

  it('refuses arrays of different lengths', () => {
    const series = new SeriesBuffer(0, 'K-FAC');
    expect(() => series.appendAll(new Float64Array(2), new Float64Array(2), new Float64Array(3))).toThrow(RangeError);
  });
});
