import { describe, expect, test } from 'vitest';
import type { Tensor } from '../graph/tensor.ts';
import { testDevice } from '../testing/device.ts';
import { evaluate, type EvaluationInput } from '../testing/evaluate-graph.ts';
import { expectClose } from '../testing/expect-close.ts';
import { TOLERANCES, ulps } from '../testing/tolerances.ts';
import { advance } from './counter.ts';
import { minibatch, minibatchLabels, minibatchTokens, rowsAfter, type MinibatchOptions, type RowStart } from './minibatch.ts';

const EXAMPLES = 203;

/** Element `feature` of an example, as a byte. */
const byteOf = (example: number, feature: number): number => (example * 7 + feature * 31) % 256;

function packed(bytes: readonly number[]): EvaluationInput {
  const words = new Uint32Array(Math.ceil(bytes.length / 4));
  for (const [index, byte] of bytes.entries()) words[index >> 2]! |= byte << (8 * (index & 3));
  return { shape: [words.length], data: words };
}

function dataset(features: number, source: MinibatchOptions['source']): EvaluationInput {
  const bytes = Array.from({ length: EXAMPLES * features }, (_, index) => byteOf(Math.floor(index / features), index % features));
  return source === 'bytes' ? packed(bytes) : { shape: [EXAMPLES, features], data: Float32Array.from(bytes) };
}

interface Steps {
  readonly examples: number[][];
  readonly inputs: Float32Array[];
}

/** Which examples `steps` minibatches show, by labels that number them, and their inputs. */
async function run(options: Omit<MinibatchOptions, 'examples'>, steps: number, seed = 3): Promise<Steps> {
  const { step: begun } = options.from ?? { step: 0 };
  const inputs = {
    data: dataset(options.features, options.source),
    labels: packed(Array.from({ length: EXAMPLES }, (_, index) => index)),
    counter: { shape: [2], data: Uint32Array.of(begun, seed) },
  };
  const all = { ...options, examples: EXAMPLES };
  const results = await evaluate(await testDevice(), inputs, ({ data, labels, counter }) => {
    const traced: Record<string, Tensor> = {};
    for (let step = 0; step < steps; step++) {
      traced[`x${String(step)}`] = minibatch(data, counter, all);
      traced[`labels${String(step)}`] = minibatchLabels(labels, counter, all);
      advance(counter);
    }
    return traced;
  });
  const each = Array.from({ length: steps }, (_, step) => String(step));
  return { examples: each.map((step) => [...results[`labels${step}`]!]), inputs: each.map((step) => results[`x${step}`]!) };
}

describe('a minibatch', () => {
  test.each([
    ['bytes', 8, 'shuffled'],
    ['bytes', 5, 'shuffled'],
    ['floats', 8, 'sequential'],
    ['floats', 5, 'sequential'],
    ['bytes', 1, 'sequential'],
  ] as const)('holds the %s of the examples its labels name, with %i features, %s', async (source, features, order) => {
    const { examples, inputs } = await run({ batchSize: 12, features, source, order }, 2);
    for (const [step, rows] of examples.entries()) {
      const expected = rows.flatMap((example) =>
        Array.from({ length: features }, (_, feature) => byteOf(example, feature) / (source === 'bytes' ? 255 : 1)),
      );
      expectClose(inputs[step]!, expected, source === 'bytes' ? ulps(TOLERANCES.division.factor) : TOLERANCES.exact.factor);
    }
  });

  test('shows each example at most once an epoch, and others come first in the next', async () => {
    const { examples } = await run({ batchSize: 20, features: 1, source: 'bytes', order: 'shuffled' }, 20);
    const epochs = [examples.slice(0, 10).flat(), examples.slice(10).flat()];
    for (const epoch of epochs) {
      expect(new Set(epoch).size).toBe(200);
      expect(Math.max(...epoch)).toBeLessThan(EXAMPLES);
    }
    expect(epochs[0]).not.toEqual(epochs[1]);
  });

  test('grows in the middle of an epoch and still shows each example at most once', async () => {
    const rows = { features: 1, source: 'bytes', order: 'shuffled' } as const;
    const small = { ...rows, batchSize: 20 };
    const from = rowsAfter({ ...small, examples: EXAMPLES }, 13);
    expect(from).toEqual({ step: 13, epoch: 1, position: 60 });
    const large = { ...rows, batchSize: 55, from };
    const begun = (await run(small, 13)).examples;
    const grown = (await run(large, 5)).examples;
    // 143 of the second epoch are left: two batches of 55, and then three of the third.
    const second = [...begun.slice(10), ...grown.slice(0, 2)].flat();
    const third = grown.slice(2).flat();
    expect(new Set(second).size).toBe(170);
    expect(new Set(third).size).toBe(165);
    // The epochs are those that a batch which never grew goes through.
    const constant = (await run(small, 19)).examples.slice(10).flat();
    expect(second).toEqual(constant.slice(0, 170));
    expect(rowsAfter({ ...large, examples: EXAMPLES }, 5)).toEqual({ step: 18, epoch: 2, position: 165 });
  });

  test('grows in sequential order from the example after the last', async () => {
    const from: RowStart = { step: 4, epoch: 0, position: 157 };
    const { examples } = await run({ batchSize: 90, features: 1, source: 'bytes', order: 'sequential', from }, 3);
    expect(examples.flat()).toEqual(Array.from({ length: 270 }, (_, position) => (157 + position) % EXAMPLES));
  });

  test('is shuffled by its seed alone', async () => {
    const options = { batchSize: 50, features: 1, source: 'bytes', order: 'shuffled' } as const;
    const [first, again, other] = [await run(options, 1), await run(options, 1), await run(options, 1, 4)];
    expect(again).toEqual(first);
    expect(other.examples).not.toEqual(first.examples);
  });

  test('goes through the dataset in order and starts anew', async () => {
    const { examples } = await run({ batchSize: 90, features: 1, source: 'bytes', order: 'sequential' }, 4);
    expect(examples.flat()).toEqual(Array.from({ length: 360 }, (_, position) => position % EXAMPLES));
  });

  test.each([1, 2, 3, 64, 65, 4097])('is a permutation of all %i examples when it holds them all', async (examples) => {
    const data = Float32Array.from({ length: examples }, (_, index) => index);
    const { x } = await evaluate(
      await testDevice(),
      { data: { shape: [examples], data }, counter: { shape: [2], data: Uint32Array.of(5, 9) } },
      (tensors) => ({
        x: minibatch(tensors.data, tensors.counter, { batchSize: examples, examples, features: 1, source: 'floats', order: 'shuffled' }),
      }),
    );
    expect(x.toSorted()).toEqual(data);
    // A shuffle of thousands leaves the mean distance of an example from its place near a third of their number.
    const distance = x.reduce((total, example, place) => total + Math.abs(example - place), 0) / examples;
    if (examples > 1000) expectClose([distance / examples], [1 / 3], 0.02);
  });

  test('refuses a batch larger than the dataset, and data that are too small', async () => {
    const options = { features: 1, source: 'bytes', order: 'shuffled' } as const;
    await expect(run({ ...options, batchSize: EXAMPLES + 1 }, 1)).rejects.toThrow(/1 ≤ batchSize ≤ examples, got batchSize 204 of 203/);
    const small = evaluate(
      await testDevice(),
      { data: { shape: [2], data: new Uint32Array(2) }, counter: { shape: [2], data: new Uint32Array(2) } },
      ({ data, counter }) => ({ x: minibatch(data, counter, { ...options, batchSize: 1, examples: 9 }) }),
    );
    await expect(small).rejects.toThrow(/packed bytes in u32 of at least 3 elements, got u32 \[2\]/);
  });
});

describe('tokens of a minibatch', () => {
  const BYTES = 61;
  const text = packed(Array.from({ length: BYTES }, (_, index) => byteOf(index, 3)));

  test.each([
    ['shuffled', 5, 7],
    ['sequential', 1, 4],
    ['shuffled', 4, 1],
  ] as const)('are windows of the text, and the next tokens one further on: %s, hop %i, length %i', async (order, hop, length) => {
    const examples = Math.floor((BYTES - length - 1) / hop) + 1;
    const options = { order, hop, length, examples, batchSize: 4 };
    const inputs = {
      text,
      numbers: { shape: [examples], data: Float32Array.from({ length: examples }, (_, index) => index) },
      counter: { shape: [2], data: Uint32Array.of(1, 3) },
    };
    const { tokens, next, shown } = await evaluate(await testDevice(), inputs, ({ text: bytes, numbers, counter }) => ({
      tokens: minibatchTokens(bytes, counter, options),
      next: minibatchTokens(bytes, counter, { ...options, start: 1 }),
      shown: minibatch(numbers, counter, { ...options, features: 1, source: 'floats' }),
    }));
    const windows = (start: number): number[] =>
      [...shown].flatMap((example) => Array.from({ length }, (_, index) => byteOf(start + example * hop + index, 3)));
    expect([...tokens]).toEqual(windows(0));
    expect([...next]).toEqual(windows(1));
  });

  test('refuse windows that leave the text', async () => {
    const options = { order: 'sequential', hop: 4, length: 8, examples: 15, batchSize: 2 } as const;
    const refused = evaluate(
      await testDevice(),
      { text, counter: { shape: [2], data: new Uint32Array(2) } },
      ({ text: bytes, counter }) => ({
        tokens: minibatchTokens(bytes, counter, { ...options, start: 1 }),
      }),
    );
    await expect(refused).rejects.toThrow(/minibatchTokens: expected packed bytes in u32 of at least 17 elements, got u32 \[16\]/);
  });
});
