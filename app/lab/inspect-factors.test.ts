import { describe, expect, test } from 'vitest';
import { expectClose } from '../../gpu/testing/expect-close.ts';
import type { InspectionEvent } from './events.ts';
import { heatmap, inspectFactors } from './inspect-factors.ts';

function run(work: Generator<undefined, InspectionEvent>): InspectionEvent {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

describe('inspectFactors', () => {
  test('gives spectra, largest first, and condition numbers before and after damping', () => {
    const snapshot = {
      a: Float32Array.of(2, 1, 1, 2),
      aSize: 2,
      g: Float32Array.of(4),
      gSize: 1,
      lambda: 0.5,
      pi: 2,
      aDamping: 1,
      gDamping: 0.25,
    };
    const event = run(inspectFactors({ arm: 1, layer: 2, step: 30 }, snapshot));
    expect(event).toMatchObject({ type: 'inspection', arm: 1, layer: 2, step: 30, lambda: 0.5, pi: 2 });
    expectClose(event.a.eigenvalues, [3, 1], 1e-14);
    expect(event.a.condition).toBeCloseTo(3, 12);
    expect(event.a.dampedCondition).toBeCloseTo(2, 12);
    expect(event.g.dampedCondition).toBe(1);
  });

  test('calls a singular factor infinitely ill-conditioned', () => {
    const snapshot = { a: new Float32Array(4), aSize: 2, g: Float32Array.of(1), gSize: 1, lambda: 1, pi: 1, aDamping: 1, gDamping: 1 };
    const event = run(inspectFactors({ arm: 0, layer: 0, step: 1 }, snapshot));
    expect(event.a.condition).toBe(Infinity);
    expect(event.a.dampedCondition).toBe(1);
  });
});

describe('heatmap', () => {
  test('shows a small matrix as it is, without signs', () => {
    expect(heatmap(Float32Array.of(1, -2, -2, 3), 2)).toEqual({ side: 2, values: Float32Array.of(1, 2, 2, 3) });
  });

  test('averages cells of a large one', () => {
    const size = 300;
    const { side, values } = heatmap(new Float32Array(size * size).fill(-0.5), size);
    expect(side).toBe(128);
    expect(values.every((value) => value === 0.5)).toBe(true);
  });
});
