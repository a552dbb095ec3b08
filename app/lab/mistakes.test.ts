import { describe, expect, test } from 'vitest';
import type { Dataset } from './dataset.ts';
import type { Task } from './task.ts';
import { mistakesOf } from './mistakes.ts';

const task: Task = { kind: 'classification', classes: 3, inputs: { kind: 'image', width: 2, height: 1, channels: 1 } };
const split = { count: 4, features: 2, inputs: Uint8Array.of(0, 51, 102, 153, 204, 255, 0, 0), labels: Uint8Array.of(0, 1, 2, 1) };
const dataset: Dataset = { task, train: split, test: split };

describe('mistakes', () => {
  test('count test examples by true and predicted class, and show the worst first', () => {
    const probabilities = Float32Array.of(0.6, 0.3, 0.1, 0.5, 0.25, 0.25, 0.875, 0.0625, 0.0625, 0.1, 0.8, 0.1);
    const losses = Float32Array.of(0.5, 1.4, 2.8, 0.2);
    const event = mistakesOf(task, dataset)!(1, 7, { losses, predictions: probabilities });
    expect(event).toMatchObject({ type: 'mistakes', arm: 1, step: 7, classes: 3, unread: 0 });
    expect([...event.confusion]).toEqual([1, 0, 0, 1, 1, 0, 1, 0, 0]);
    expect([...event.worst!.labels]).toEqual([2, 1]);
    expect([...event.worst!.losses]).toEqual([Math.fround(2.8), Math.fround(1.4)]);
    expect([...event.worst!.images]).toEqual([0.8, 1, 0.4, 0.6].map(Math.fround));
    expect([...event.worst!.probabilities]).toEqual([0.875, 0.0625, 0.0625, 0.5, 0.25, 0.25]);
  });

  test('are counted apart where a prediction is not finite', () => {
    const probabilities = new Float32Array(12).fill(NaN);
    const event = mistakesOf(task, dataset)!(0, 1, { losses: new Float32Array(4).fill(NaN), predictions: probabilities });
    expect(event.unread).toBe(4);
    expect(event.confusion.every((count) => count === 0)).toBe(true);
  });

  test('have no pictures of points, and there are none without classes', () => {
    const points: Task = { ...task, inputs: { kind: 'point' } };
    const answers = { losses: new Float32Array(4), predictions: new Float32Array(12) };
    expect(mistakesOf(points, dataset)!(0, 0, answers).worst).toBeNull();
    expect(mistakesOf({ kind: 'reconstruction', inputs: { kind: 'point' } }, dataset)).toBeNull();
  });
});
