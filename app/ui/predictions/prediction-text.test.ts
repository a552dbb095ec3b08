import { describe, expect, it } from 'vitest';
import { predictionText } from './prediction-text.ts';

describe('predictions in words', () => {
  it('judge a point of the plane where it lies, not by its cell of the grid', () => {
    const { summary, rows } = predictionText(
      {
        type: 'predictions',
        arm: 0,
        step: 1,
        kind: 'plane',
        extent: [-1, 1],
        side: 1,
        classes: 2,
        probabilities: Float32Array.of(1, 0),
        points: Float32Array.of(-0.5, 0, 0.5, 0, 0.9, 0),
        labels: Uint8Array.of(0, 1, 0),
        pointProbabilities: Float32Array.of(0.75, 0.25, 0.25, 0.75, 0.25, 0.75),
      },
      2,
      0,
    );
    expect(summary).toBe('2 of 3 test examples shown are right');
    expect(rows.map((row) => row.slice(3))).toEqual([
      ['0', '0', '75.0 %', 'right'],
      ['1', '1', '75.0 %', 'right'],
      ['0', '1', '75.0 %', 'wrong'],
    ]);
  });
});
