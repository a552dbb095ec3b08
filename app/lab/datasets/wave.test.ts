import { describe, expect, test } from 'vitest';
import { makeWave } from './wave.ts';

const wave = { kind: 'wave', trainExamples: 4_000, testExamples: 10, noise: 0 } as const;

describe('the wave', () => {
  test('is a task of one number, the same for a seed and other points for another', () => {
    const { task, train, test: held } = makeWave(wave, 1);
    expect(task).toEqual({ kind: 'regression', inputs: { kind: 'vector', size: 1 }, targets: ['y'] });
    expect(makeWave(wave, 1).train).toEqual(train);
    expect(makeWave(wave, 2).train.inputs).not.toEqual(train.inputs);
    expect(held.inputs).not.toEqual(train.inputs.slice(0, 10));
    expect(train.targets?.columns).toEqual([{ name: 'y', mean: 0, deviation: 1 }]);
  });

  test('is a function of x whose waves grow shorter', () => {
    const { inputs, targets } = makeWave(wave, 1).train;
    const points = Array.from(inputs, (x, index) => [x, targets!.values[index]!] as const).sort(([one], [other]) => one - other);
    const crossings = points.flatMap(([x, y], index) => (index > 0 && y * points[index - 1]![1] < 0 ? [x] : []));
    const gaps = crossings.slice(1).map((x, index) => x - crossings[index]!);
    expect(crossings).toHaveLength(6);
    for (const [index, gap] of gaps.slice(1).entries()) expect(gap).toBeLessThan(gaps[index]!);
    expect(Math.min(...inputs)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...inputs)).toBeLessThan(2);
  });

  test('has noise of the deviation asked for', () => {
    const clean = makeWave(wave, 1).train;
    const noisy = makeWave({ ...wave, noise: 0.5 }, 1).train;
    const noiseless = (x: number): number => Math.sin(2 * Math.PI * ((x + 2) / 4) * (0.5 + (3 * (x + 2)) / 4));
    expect(clean.targets!.values[7]).toBeCloseTo(noiseless(clean.inputs[7]!), 5);
    const squares = Array.from(noisy.inputs, (x, index) => (noisy.targets!.values[index]! - noiseless(x)) ** 2);
    expect(Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length)).toBeCloseTo(0.5, 1);
  });
});
