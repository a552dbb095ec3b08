import { describe, expect, test } from 'vitest';
import { testDevice } from '../testing/device.ts';
import { evaluate } from '../testing/evaluate-graph.ts';
import { vjp } from './differentiate.ts';
import { maximumPool, placeAtMaximum, takeAtMaximum } from './pool.ts';
import { relu } from './unary.ts';

const WINDOW = { kernel: [2, 2], stride: [2, 2] } as const;

describe.each([1, 4])('the largest element of a window, %i channels', (channels) => {
  const image = (pixels: readonly number[]) => ({
    shape: [1, 2, pixels.length / 2, channels],
    data: Float32Array.from(pixels.flatMap((pixel) => Array.from({ length: channels }, () => pixel))),
  });
  const each = (pixels: readonly number[]) => [...image(pixels).data];

  test('is the first of equals, for which a gradient goes to it alone', async () => {
    const { taken, placed } = await evaluate(
      await testDevice(),
      { x: image([0, -3, 5, 5, 0, -3, 5, 5]), values: image([1, 2, 3, 4, 5, 6, 7, 8]), gradient: image([10, 20]) },
      ({ x, values, gradient }, graph) => ({
        taken: takeAtMaximum(x, values, WINDOW),
        placed: placeAtMaximum(x, graph.reshape(gradient, [1, 1, 2, channels]), WINDOW),
      }),
    );
    expect([...taken]).toEqual(each([1, 3]));
    expect([...placed]).toEqual(each([10, 0, 20, 0, 0, 0, 0, 0]));
  });

  test('is negative where all are, though padding counts as zero elsewhere', async () => {
    const padding = { top: 1, bottom: 1, left: 1, right: 1 };
    const { y } = await evaluate(await testDevice(), { x: image([-1, -2, -3, -4]) }, ({ x }) => ({
      y: maximumPool(x, { ...WINDOW, padding }),
    }));
    expect([...y]).toEqual(each([-1, -2, -3, -4]));
  });

  test('is NaN where one is NaN', async () => {
    const { y } = await evaluate(await testDevice(), { x: image([NaN, 2, 1, 2, 3, 4, 3, NaN]) }, ({ x }) => ({
      y: maximumPool(x, WINDOW),
    }));
    expect([...y]).toEqual(each([NaN, NaN]));
  });
});

test.each([1, 4])('gives back to a relu before it what goes to positive maxima alone, %i channels', async (channels) => {
  const context = await testDevice();
  const pixels = [2, -1, -3, -2, 0, 1, -5, -4];
  const { ofX } = await evaluate(
    context,
    {
      x: { shape: [1, 2, 4, channels], data: Float32Array.from(pixels.flatMap((pixel) => new Array<number>(channels).fill(pixel))) },
      gradient: { shape: [1, 1, 2, channels], data: new Float32Array(2 * channels).fill(7) },
    },
    ({ x, gradient }) => ({ ofX: vjp(maximumPool(relu(x), WINDOW), gradient, [x])[0]! }),
  );
  expect([...ofX]).toEqual([7, 0, 0, 0, 0, 0, 0, 0].flatMap((value) => new Array<number>(channels).fill(value)));
});
