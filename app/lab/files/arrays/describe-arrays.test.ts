import { describe, expect, test } from 'vitest';
import { fileSchema, type ArraySource } from '../../file-spec.ts';
import { encodeNpy, type NumpyArray } from '../npy.ts';
import { encodeNpz } from '../npz.ts';
import { describeArrays, suggestArrays, targetsFor, type OfferedArray } from './describe-arrays.ts';
import { shapeOfExample } from './example-shape.ts';
import { arrayFormatOf, profileArrays } from './profile-arrays.ts';

/** The arrays of a file, as a page offers them. */
async function offer(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<readonly OfferedArray[]> {
  const format = arrayFormatOf(bytes)!;
  const { arrays } = await profileArrays(bytes, path, format);
  return arrays.map((profile) => {
    const source: ArraySource = format === 'npz' ? { format, path, sha256: null, array: profile.name } : { format, path, sha256: null };
    return { source, profile, classNames: null };
  });
}
const npz = (arrays: Readonly<Record<string, NumpyArray>>): Promise<readonly OfferedArray[]> =>
  offer('x.npz', encodeNpz(new Map(Object.entries(arrays))));
const file = { path: 'x.npz', sha256: null };
const floats = (...shape: number[]): NumpyArray => ({
  shape,
  values: Float32Array.from({ length: shape.reduce((product, extent) => product * extent, 1) }, (_, index) => Math.sin(index)),
});
const bytes = (...values: number[]): NumpyArray => ({ shape: [values.length], values: Uint8Array.of(...values) });

describe('what is suggested of arrays', () => {
  test('is to tell the classes of x in y', async () => {
    const offered = await npz({ weights: floats(40, 40), y: bytes(0, 1, 2, 0, 1), x: floats(5, 7) });
    const choice = suggestArrays(offered, file)!;
    const { data } = describeArrays(offered, choice);
    expect(data).toEqual(
      fileSchema.parse({
        kind: 'file',
        from: { format: 'npz', path: 'x.npz', array: 'x' },
        inputs: { kind: 'vector', size: 7 },
        target: { kind: 'class', from: { format: 'npz', path: 'x.npz', array: 'y' }, classes: 3 },
        standardise: true,
        split: 'shuffled',
        trainExamples: 4,
        testExamples: 1,
      }),
    );
  });

  test('is to tell numbers that are no classes, a name for each', async () => {
    const offered = await npz({ inputs: floats(10, 3), outputs: floats(10, 2) });
    const { data } = describeArrays(offered, suggestArrays(offered, file)!);
    expect(data).toMatchObject({ target: { kind: 'numbers', names: ['outputs 1', 'outputs 2'] }, standardise: true });
  });

  test('is to give images back that are alone', async () => {
    const offered = await npz({ faces: { shape: [4, 3, 2], values: new Uint8Array(24) } });
    const { data } = describeArrays(offered, suggestArrays(offered, file)!);
    expect(data).toMatchObject({
      inputs: { kind: 'image', width: 2, height: 3, channels: 1 },
      target: { kind: 'inputs' },
      standardise: false,
      inBytes: true,
    });
  });

  test('takes labels from another file, whichever of the two is opened', async () => {
    const images = await offer('images', Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2, ...new Uint8Array(12)));
    const labels = await offer('labels.npy', encodeNpy(bytes(0, 1, 0)));
    const offered = [...images, ...labels];
    const choice = { inputs: images[0]!.source, task: 'class', told: labels[0]!.source };
    expect(suggestArrays(offered, { path: 'images', sha256: null })).toEqual(choice);
    expect(suggestArrays(offered, { path: 'labels.npy', sha256: null })).toEqual(choice);
    expect(suggestArrays(labels, { path: 'labels.npy', sha256: null })).toMatchObject({ task: 'inputs' });
  });

  test('is nothing of arrays that cannot be used, which say why', async () => {
    const offered = await npz({ x: { shape: [2], values: Float32Array.of(1, NaN) }, one: { shape: [], values: Float32Array.of(1) } });
    expect(suggestArrays(offered, file)).toBeNull();
    expect(offered[0]?.profile.fault?.message).toBe('x.npz array "x": expected finite float32 numbers, got NaN at row 1');
  });

  test('offers to tell only what has as many rows, of few numbers', async () => {
    const offered = await npz({ x: floats(6, 4), wide: floats(6, 33), short: floats(5), y: floats(6, 1) });
    expect(targetsFor(offered[0]!.source, offered).map(({ profile }) => profile.name)).toEqual(['y']);
  });
});

test.each([
  [[9, 28, 20], { kind: 'image', width: 20, height: 28, channels: 1 }],
  [[9, 28, 20, 1], { kind: 'image', width: 20, height: 28, channels: 1 }],
  [[9, 1, 28, 20], { kind: 'image', width: 20, height: 28, channels: 1 }],
  [[9, 28, 20, 3], { kind: 'image', width: 20, height: 28, channels: 3 }],
  [[9, 1, 20, 3], { kind: 'image', width: 3, height: 20, channels: 1 }],
  [[9, 3, 28, 20], { kind: 'vector', size: 1_680 }],
  [[9, 28, 20, 4], { kind: 'vector', size: 2_240 }],
  [[9, 2, 28, 20, 1], { kind: 'vector', size: 1_120 }],
  [[9, 28, 1], { kind: 'vector', size: 28 }],
  [[9, 2], { kind: 'point' }],
  [[9], { kind: 'vector', size: 1 }],
])('examples of %j look so', (shape, looks) => {
  expect(shapeOfExample(shape, 'class')).toEqual(looks);
});

describe('a choice of arrays is refused', () => {
  const x = { format: 'npz', path: 'x.npz', sha256: null, array: 'x' } as const;
  test.each([
    ['numbers where classes are wanted', 'class', floats(3), 'array "y": expected a whole number from 0 to 255 in each row, got others'],
    ['one class', 'class', bytes(1, 1, 1), 'array "y": expected two classes or more, got 1 in all rows'],
    ['numbers that are all the same', 'numbers', bytes(1, 1, 1), 'array "y": expected numbers that differ, got 1 in all rows'],
    ['other rows', 'numbers', floats(4), 'array "y": expected as many rows as the inputs, 3, got [4]'],
  ] as const)('for %s', async (_, task, y, message) => {
    const offered = await npz({ x: floats(3, 2), y });
    const { data, faults } = describeArrays(offered, { inputs: x, task, told: { ...x, array: 'y' } });
    expect(data).toBeNull();
    expect(faults[0]?.message).toContain(message);
  });

  test('without anything to tell', async () => {
    const offered = await npz({ x: floats(3, 2) });
    expect(describeArrays(offered, { inputs: x, task: 'class', told: null }).faults[0]?.message).toContain(
      'expected an array beside it to tell',
    );
  });
});
