import { describe, expect, test } from 'vitest';
import { makePlaneSet } from './datasets/plane-sets.ts';
import { predictionView } from './prediction-view.ts';

describe('the view of a plane', () => {
  test('asks for the grid, then for the test points, and tells their answers apart', () => {
    const dataset = makePlaneSet('moons', 100, 30, 0.1, 1);
    const view = predictionView(dataset.task, dataset)!;
    const { inputs, count } = view;
    expect(count).toBe(64 * 64 + 30);
    const outputs = Float32Array.from({ length: 2 * count }, (_, index) => index);
    const event = view.describe(0, 7, outputs);
    if (event.kind !== 'plane') throw new Error(`predictions: expected a plane, got ${event.kind}`);
    expect(event.probabilities).toEqual(outputs.slice(0, 2 * 64 * 64));
    expect(event.pointProbabilities).toEqual(outputs.slice(2 * 64 * 64));
    expect(inputs.slice(2 * 64 * 64)).toEqual(event.points);
    expect(event.labels).toHaveLength(30);
  });

  test('is not there for rows of numbers', () => {
    const dataset = makePlaneSet('moons', 100, 30, 0.1, 1);
    expect(predictionView({ kind: 'classification', classes: 2, inputs: { kind: 'vector', size: 2 } }, dataset)).toBeNull();
  });
});
