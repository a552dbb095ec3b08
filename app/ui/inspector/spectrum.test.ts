import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InspectionEvent } from '../../lab/inspection-event.ts';
import { HISTORY_LENGTH, pastOf, withInspection, type InspectionHistory } from './inspection-history.ts';
import { spectrumFacts, spectrumPoints, spectrumRange } from './spectrum.ts';

describe('spectrumFacts', () => {
  it('counts equal eigenvalues as so many directions', () => {
    expect(spectrumFacts(new Float64Array(7).fill(0.3), 0).effectiveRank).toBeCloseTo(7, 12);
    expect(spectrumFacts(Float64Array.of(2, 0, 0), 0).effectiveRank).toBeCloseTo(1, 12);
  });

  it('has an effective rank from one to the number of eigenvalues, whatever their scale', () => {
    fc.assert(
      fc.property(fc.float64Array({ min: 1e-6, max: 1e3, noNaN: true, minLength: 1 }), (eigenvalues) => {
        const { effectiveRank } = spectrumFacts(eigenvalues, 0);
        expect(effectiveRank).toBeGreaterThanOrEqual(1 - 1e-9);
        expect(effectiveRank).toBeLessThanOrEqual(eigenvalues.length * (1 + 1e-9));
        expect(
          spectrumFacts(
            eigenvalues.map((eigenvalue) => 8 * eigenvalue),
            0,
          ).effectiveRank / effectiveRank,
        ).toBeCloseTo(1, 9);
      }),
    );
  });

  it('tells the share under the damping and the noise', () => {
    expect(spectrumFacts(Float64Array.of(1, 0.1, 0.01, -1e-9), 0.05)).toMatchObject({ shareUnderDamping: 0.5, notPositive: 1 });
  });

  it('has no rank where an eigenvalue is not finite', () => {
    expect(spectrumFacts(Float64Array.of(1, NaN), 0.1)).toMatchObject({ effectiveRank: NaN, notPositive: 0, notFinite: 1 });
  });

  it('of no curvature is zero', () => {
    expect(spectrumFacts(new Float64Array(3), 0.1)).toEqual({ effectiveRank: 0, shareUnderDamping: 1, notPositive: 3, notFinite: 0 });
  });
});

describe('spectrum on a log axis', () => {
  it('keeps both ends and lifts noise to the floor', () => {
    const points = spectrumPoints(
      Float64Array.from({ length: 785 }, (_, index) => (index === 784 ? -1e-9 : 1 / (index + 1))),
      0.1,
      1e-6,
      240,
    );
    expect(points).toHaveLength(240);
    expect(points[0]).toEqual({ index: 1, eigenvalue: 1, damped: 1.1 });
    expect(points.at(-1)).toMatchObject({ index: 785, eigenvalue: 1e-6 });
  });

  it('puts an even choice among many at the places it was taken from', () => {
    const points = spectrumPoints(Float64Array.of(3, 2, 1), 0, 1e-6, 240, 1_001);
    expect(points.map(({ index }) => index)).toEqual([1, 501, 1_001]);
  });

  it('spans the eigenvalues and the damping, ten decades at the most', () => {
    const [low, high] = spectrumRange(Float64Array.of(5, 1e-20), 1e-3);
    expect(high).toBe(10);
    expect(low).toBeCloseTo(1e-9, 15);
    expect(spectrumRange(Float64Array.of(5, 1), 1e-3)[0]).toBeLessThan(1e-3);
  });
});

describe('withInspection', () => {
  const at = (step: number, layer = 0): InspectionEvent => ({
    type: 'inspection',
    arm: 0,
    layer,
    step,
    kept: [],
    link: null,
    lambda: 1,
    pi: null,
  });
  const steps = (history: InspectionHistory, layer = 0): number[] => pastOf(history, at(0, layer)).map((inspection) => inspection.step);

  it('keeps the last fifty of each block', () => {
    let history: InspectionHistory = new Map();
    for (let step = 1; step <= 60; step++) history = withInspection(history, at(step));
    history = withInspection(history, at(7, 1));
    expect(steps(history)).toHaveLength(HISTORY_LENGTH);
    expect(steps(history).at(-1)).toBe(60);
    expect(steps(history, 1)).toEqual([7]);
  });

  it('begins anew after a reset and replaces a repeated step', () => {
    let history: InspectionHistory = new Map();
    for (const step of [10, 20, 20]) history = withInspection(history, at(step));
    expect(steps(history)).toEqual([10, 20]);
    expect(steps(withInspection(history, at(5)))).toEqual([5]);
  });
});
