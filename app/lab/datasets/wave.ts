import type { DataSpec } from '../data-spec.ts';
import type { Dataset, RowSplit } from '../dataset.ts';
import { RandomStream } from './random-stream.ts';

type WaveSpec = Extract<DataSpec, { readonly kind: 'wave' }>;

/** Half the width of the interval that x is drawn from. */
const REACH = 2;
/** Turns from one end of the interval to the other: slow ones first, quick ones last. */
const SLOW_TURNS = 0.5;
const QUICK_TURNS = 3;

/**
 * A curve to be told from points on it: x even on [−2, 2), y a sine whose waves grow shorter from left to right, with
 * normal noise of standard deviation `noise`. The training and the test split come from streams of their own.
 */
export function makeWave({ trainExamples, testExamples, noise }: WaveSpec, seed: number): Dataset<RowSplit> {
  return {
    task: { kind: 'regression', inputs: { kind: 'vector', size: 1 }, targets: ['y'] },
    train: makeSplit(trainExamples, noise, new RandomStream(seed, 'wave train')),
    test: makeSplit(testExamples, noise, new RandomStream(seed, 'wave test')),
  };
}

function makeSplit(count: number, noise: number, random: RandomStream): RowSplit {
  const inputs = new Float32Array(count);
  const values = new Float32Array(count);
  for (let index = 0; index < count; index++) {
    const x = random.uniform(-REACH, REACH);
    inputs[index] = x;
    values[index] = heightOf(x) + noise * random.normal();
  }
  return { count, features: 1, inputs, labels: null, targets: { columns: [{ name: 'y', mean: 0, deviation: 1 }], values } };
}

function heightOf(x: number): number {
  const along = (x + REACH) / (2 * REACH);
  return Math.sin(2 * Math.PI * along * (SLOW_TURNS + QUICK_TURNS * along));
}
