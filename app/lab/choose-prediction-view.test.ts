import { describe, expect, test } from 'vitest';
import { makePlaneSet } from './datasets/plane-sets.ts';
import { choosePredictionView } from './choose-prediction-view.ts';
import type { Predict } from './prediction-view.ts';

describe('the view of a plane', () => {
  test('asks for the grid, then for the test points, and tells their answers apart', async () => {
    const dataset = makePlaneSet('moons', 100, 30, 0.1, 1);
    const view = choosePredictionView(dataset.task, dataset.test, 1)!;
    const count = 64 * 64 + 30;
    const outputs = Float32Array.from({ length: 2 * count }, (_, index) => index);
    const asked: [ArrayLike<number>, number][] = [];
    const predict: Predict = (inputs, examples) => {
      asked.push([inputs, examples]);
      return Promise.resolve(outputs);
    };
    const event = await view.look(0, 7, predict, new AbortController().signal);
    const [[inputs, examples]] = asked as [[Float32Array, number]];
    expect(examples).toBe(count);
    if (event.kind !== 'plane') throw new Error(`predictions: expected a plane, got ${event.kind}`);
    expect(event.probabilities).toEqual(outputs.slice(0, 2 * 64 * 64));
    expect(event.pointProbabilities).toEqual(outputs.slice(2 * 64 * 64));
    expect(inputs.slice(2 * 64 * 64)).toEqual(event.points);
    expect(event.labels).toHaveLength(30);
  });

  test('is not there for rows of numbers', () => {
    const dataset = makePlaneSet('moons', 100, 30, 0.1, 1);
    expect(choosePredictionView({ kind: 'classification', classes: 2, inputs: { kind: 'vector', size: 2 } }, dataset.test, 1)).toBeNull();
  });
});
