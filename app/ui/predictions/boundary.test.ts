import { describe, expect, it } from 'vitest';
import { blendedPixels, boundarySegments } from './boundary.ts';
import { classStyle } from './class-styles.ts';
import { predictedClass } from '../../lab/predicted-class.ts';
import { squaredError } from './squared-error.ts';

/** Two classes whose boundary is the line x = `edge` in cells. */
function halves(side: number, edge: number): Float32Array {
  const probabilities = new Float32Array(side * side * 2);
  for (let cell = 0; cell < side * side; cell++) {
    const first = 0.5 + (edge - (cell % side)) / (2 * side);
    probabilities.set([first, 1 - first], 2 * cell);
  }
  return probabilities;
}

describe('boundarySegments', () => {
  it('finds a straight boundary where the probabilities are equal', () => {
    const segments = boundarySegments(halves(8, 3.25), 8, 2);
    expect(segments).toHaveLength(7);
    for (const [x1, y1, x2, y2] of segments) {
      expect(x1).toBeCloseTo(3.25, 4);
      expect(x2).toBeCloseTo(3.25, 4);
      expect(Math.abs(y1 - y2)).toBe(1);
    }
  });

  it('finds none where one class wins everywhere', () => {
    expect(boundarySegments(halves(8, 20), 8, 2)).toEqual([]);
  });

  it('leaves out cells that are not finite', () => {
    expect(boundarySegments(new Float32Array(8 * 8 * 3).fill(NaN), 8, 3)).toEqual([]);
  });
});

describe('blendedPixels', () => {
  it('puts the largest y on top and mixes colours by probability', () => {
    const probabilities = Float32Array.of(1, 0, 1, 0, 0, 1, 0.5, 0.5);
    const pixels = blendedPixels(probabilities, 2, 2);
    const [first, second] = [classStyle(0).color, classStyle(1).color];
    expect([...pixels.subarray(0, 3)]).toEqual([...second]);
    expect([...pixels.subarray(8, 11)]).toEqual([...first]);
    expect(Math.abs((pixels[4] ?? 0) - (first[0] + second[0]) / 2)).toBeLessThanOrEqual(0.5);
  });
});

describe('predictions', () => {
  it('name the most probable class, and none when a probability is not finite', () => {
    expect(predictedClass(Float32Array.of(0.1, 0.7, 0.2, 0.5, NaN, 0.1), 0, 3)).toBe(1);
    expect(predictedClass(Float32Array.of(0.1, 0.7, 0.2, 0.5, NaN, 0.1), 1, 3)).toBe(-1);
  });

  it('have a squared error an image', () => {
    expect(squaredError(Float32Array.of(9, 9, 1, 2), Float32Array.of(0, 0, 0, 4), 1, 2)).toBe(5);
  });
});
