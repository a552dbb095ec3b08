import { expect, test } from 'vitest';
import type { RowSplit } from './dataset.ts';
import type { RegressionTask } from './task.ts';
import { fitView } from './fit-view.ts';
import type { Predict } from './prediction-view.ts';

const told = { columns: [{ name: 'price', mean: 100, deviation: 10 }], values: Float32Array.of(-1, 1, 0) };
const split: RowSplit = {
  count: 3,
  features: 1,
  inputs: Float32Array.of(-2, 2, 1),
  labels: null,
  targets: told,
  columns: [{ name: 'area', mean: 50, deviation: 5 }],
  rows: Uint32Array.of(4, 2, 9),
};
const task: RegressionTask = { kind: 'regression', targets: ['price'], inputs: { kind: 'vector', size: 1 } };
const echo: Predict = (inputs) => Promise.resolve(Float32Array.from(inputs));

test('of one input tells examples and a curve over their range, all in their own units', async () => {
  const event = await fitView(task, split, told).look(1, 7, echo, new AbortController().signal);
  expect(event).toMatchObject({
    kind: 'fit',
    arm: 1,
    step: 7,
    truth: Float32Array.of(90, 110, 100),
    predicted: Float32Array.of(80, 120, 110),
    rows: Uint32Array.of(4, 2, 9),
    curve: { input: 'area', xs: Float32Array.of(40, 60, 55) },
  });
  const curve = event.kind === 'fit' ? event.curve! : null;
  expect([curve?.at[0], curve?.at.at(-1), curve?.values[0], curve?.values.at(-1)]).toEqual([40, 60, 80, 120]);
  expect(curve?.values).toHaveLength(200);
});

test('of several inputs has no curve and asks for the examples alone', async () => {
  const wide = { ...split, count: 1, features: 3, targets: { ...told, values: told.values.subarray(0, 1) } };
  const asked: number[] = [];
  const event = await fitView(task, wide, wide.targets).look(
    0,
    0,
    (_, count) => {
      asked.push(count);
      return Promise.resolve(Float32Array.of(0.5));
    },
    new AbortController().signal,
  );
  expect(asked).toEqual([1]);
  expect(event).toMatchObject({ curve: null, truth: Float32Array.of(90), predicted: Float32Array.of(105) });
});
