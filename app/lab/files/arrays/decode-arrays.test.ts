import { describe, expect, test } from 'vitest';
import { DataError } from '../../datasets/data-source.ts';
import { fileSchema, type FileSpec } from '../../file-spec.ts';
import type { NumpyArray } from '../npy.ts';
import { decodeArrays } from './decode-arrays.ts';

const from = { format: 'npz', path: 'x.npz', array: 'x' } as const;
const target = { kind: 'numbers', from: { ...from, array: 'y' }, names: ['height', 'weight'] };

function spec(changes: object = {}): FileSpec {
  return fileSchema.parse({
    kind: 'file',
    from,
    inputs: { kind: 'vector', size: 2 },
    target,
    trainExamples: 2,
    testExamples: 1,
    ...changes,
  });
}

const array = (shape: readonly number[], ...values: readonly number[]): NumpyArray => ({ shape, values: Float32Array.from(values) });
const inputs = array([3, 2], 1, 5, 3, 5, 100, 9);
const told = array([3, 2], 10, 1, 30, 2, 50, 3);

describe('arrays whose numbers are told', () => {
  test('are standardised by the training examples alone, with the moments that lead back', () => {
    const { train, test: held, task, notes } = decodeArrays(spec({ standardise: true }), { inputs, told }, 1);
    expect(task).toEqual({ kind: 'regression', targets: ['height', 'weight'], inputs: { kind: 'vector', size: 2 } });
    expect(train.inputs).toEqual(Float32Array.of(-1, 0, 1, 0));
    expect(held.inputs).toEqual(Float32Array.of(98, 0));
    expect(train.targets).toEqual({
      columns: [
        { name: 'height', mean: 20, deviation: 10 },
        { name: 'weight', mean: 1.5, deviation: 0.5 },
      ],
      values: Float32Array.of(-1, -1, 1, 1),
    });
    expect(held.targets?.values).toEqual(Float32Array.of(3, 3));
    expect(train.columns?.[0]).toEqual({ name: 'x 1', mean: 2, deviation: 1 });
    expect(notes).toEqual(['x.npz array "x": 1 of 2 values of an example are the same in all training examples: they are 0 to the model']);
  });

  test('stay as they are unless a spec says otherwise, images and bytes always', () => {
    const plain = decodeArrays(spec(), { inputs, told }, 1);
    expect(plain.train).toMatchObject({ inputs: Float32Array.of(1, 5, 3, 5), targets: { values: Float32Array.of(10, 1, 30, 2) } });
    const image = spec({ inputs: { kind: 'image', width: 2, height: 1 }, standardise: true });
    expect(decodeArrays(image, { inputs, told }, 1).train).toMatchObject({
      inputs: Float32Array.of(1, 5, 3, 5),
      targets: { values: Float32Array.of(-1, -1, 1, 1) },
    });
    const bytes = { shape: [3, 2], values: Uint8Array.of(0, 51, 102, 153, 204, 255) };
    const { train } = decodeArrays(spec({ standardise: true, inBytes: true }), { inputs: bytes, told }, 1);
    expect(train.inputs).toEqual(Uint8Array.of(0, 51, 102, 153));
    expect(train.columns?.[1]).toEqual({ name: 'x 2', mean: 0, deviation: 255 });
  });

  test('are drawn by the seed where the split is shuffled, inputs with what is told of them', () => {
    const rows = Array.from({ length: 50 }, (_, row) => row);
    const many = { inputs: array([50, 1], ...rows), told: array([50], ...rows.map((row) => 10 * row)) };
    const shuffled = spec({
      inputs: { kind: 'vector', size: 1 },
      target: { ...target, names: ['y'] },
      split: 'shuffled',
      trainExamples: 30,
      testExamples: 10,
    });
    const { train, test: held } = decodeArrays(shuffled, many, 1);
    const all = [...train.inputs, ...held.inputs];
    expect(new Set(all).size).toBe(40);
    expect(Math.max(...all)).toBeGreaterThan(40);
    expect(train.targets?.values).toEqual((train.inputs as Float32Array).map((value) => 10 * value));
    expect(decodeArrays(shuffled, many, 1).train).toEqual(train);
    expect(decodeArrays(shuffled, many, 2).train).not.toEqual(train);
  });

  test('are refused where bytes are promised', () => {
    expect(() => decodeArrays(spec({ inBytes: true }), { inputs, told }, 1)).toThrow(
      'x.npz array "x": expected unsigned bytes, got float32',
    );
  });

  test.each([
    ['a column too many', spec({ target: { ...target, names: ['y'] } }), told, 'x.npz array "y": expected 1 value an example, got [3, 2]'],
    ['NaN', spec(), array([3, 2], 1, 2, 3, NaN, 5, 6), 'x.npz array "y": expected finite float32 numbers, got NaN at row 1, column 1'],
    ['a number beyond float32', spec(), { shape: [3, 2], values: Float64Array.of(1, 2, 1e39, 4, 5, 6) }, 'got 1e+39 at row 1, column 0'],
    [
      'a constant',
      spec(),
      array([3, 2], 1, 7, 2, 7, 3, 8),
      'x.npz array "y", "weight": expected numbers that differ among the training examples, got 7 in all 2',
    ],
  ])('are refused for %s', (_, asked, numbers, message) => {
    const decode = (): unknown => decodeArrays(asked, { inputs, told: numbers }, 1);
    expect(decode).toThrow(message);
    expect(decode).toThrow(DataError);
  });
});

describe('arrays of classes', () => {
  test('know what their classes are called', () => {
    const named = spec({ target: { kind: 'class', from: target.from, classes: ['oak', 'elm'] } });
    const { task, train } = decodeArrays(named, { inputs, told: array([3, 1], 1, 0, 1) }, 1);
    expect(task).toMatchObject({ kind: 'classification', classes: 2, names: ['oak', 'elm'] });
    expect(train.labels).toEqual(Uint8Array.of(1, 0));
    const classNames = { array: 'classes', names: ['ash', 'fir'] };
    const counted = spec({ target: { kind: 'class', from: target.from, classes: 2 } });
    expect(decodeArrays(counted, { inputs, told: array([3], 1, 0, 1), classNames }, 1).task).toMatchObject({ names: ['ash', 'fir'] });
    expect(decodeArrays(named, { inputs, told: array([3], 1, 0, 1), classNames }, 1)).toMatchObject({
      task: { names: ['oak', 'elm'] },
      notes: [expect.stringContaining('calls class 0 "ash", the experiment "oak"')],
    });
    expect(() => decodeArrays(named, { inputs, told: array([3], 1, 1, 0) }, 1)).toThrow(
      'x.npz array "y": expected two classes or more among the training examples, got "elm" alone',
    );
  });
});
