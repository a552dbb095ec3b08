import { describe, expect, test } from 'vitest';
import { DataError } from '../../datasets/data-source.ts';
import { encodeNpz } from '../npz.ts';
import { classNamesOfNpz } from './class-names.ts';
import { nameClasses } from './name-classes.ts';
import { profileArrays } from './profile-arrays.ts';

const labels = { shape: [3], values: Uint8Array.of(1, 0, 1) };

describe('what a file calls classes', () => {
  test('is told by texts that are called so, and is no array to train on', async () => {
    const bytes = encodeNpz(new Map([...Object.entries({ y: labels, class_names: ['go', 'stop'] })]));
    expect(classNamesOfNpz(bytes, 'x.npz')).toEqual({ array: 'class_names', names: ['go', 'stop'] });
    const { arrays, classNames } = await profileArrays(bytes, 'x.npz', 'npz');
    expect([arrays.map(({ name }) => name), classNames?.names]).toEqual([['y'], ['go', 'stop']]);
  });

  test('is not told by numbers or by texts of another name', async () => {
    const bytes = encodeNpz(new Map([...Object.entries({ classes: labels, places: ['here', 'there'] })]));
    expect(classNamesOfNpz(bytes, 'x.npz')).toBeNull();
    const { arrays, classNames } = await profileArrays(bytes, 'x.npz', 'npz');
    expect(classNames).toBeNull();
    expect(arrays.map(({ fault }) => fault?.message ?? null)).toEqual([
      null,
      expect.stringContaining('x.npz array "places": expected elements of one of <f4'),
    ]);
  });

  test.each([
    ['one name', ['go'], 'expected names of 2 to 256 classes, got 1'],
    ['a name twice', ['go', 'stop', 'go'], 'expected a name for each class, got "go" twice'],
    ['an empty name', ['go', ''], 'expected names of 1 to 100 characters, got 0 in row 1'],
    ['a long name', ['a'.repeat(101), 'b'], 'expected names of 1 to 100 characters, got 101 in row 0'],
  ])('is refused for %s, in a profile without refusing the file', async (_, classes, message) => {
    const bytes = encodeNpz(new Map([...Object.entries({ y: labels, classes })]));
    expect(() => classNamesOfNpz(bytes, 'x.npz')).toThrow(`x.npz array "classes": ${message}`);
    expect(() => classNamesOfNpz(bytes, 'x.npz')).toThrow(DataError);
    const { arrays, classNames } = await profileArrays(bytes, 'x.npz', 'npz');
    expect([classNames, arrays[1]?.fault?.message]).toEqual([null, `x.npz array "classes": ${message}`]);
  });
});

describe('the names of classes', () => {
  const told = { array: 'classes', names: ['go', 'stop', 'wait'] };

  test('are those of the file where an experiment only counts them', () => {
    expect(nameClasses(3, 'x.npz', told)).toEqual({ names: ['go', 'stop', 'wait'], notes: [] });
    expect(nameClasses(2, 'x.npz', told).names).toEqual(['go', 'stop']);
    expect(nameClasses(3, 'x.npz', null)).toEqual({ names: null, notes: [] });
    expect(nameClasses(4, 'x.npz', told)).toEqual({
      names: null,
      notes: ['x.npz array "classes" names 3 of 4 classes: they are told by their numbers'],
    });
  });

  test('are those of the experiment where it has any, which says so where the file does not agree', () => {
    expect(nameClasses(['go', 'stop'], 'x.npz', told)).toEqual({ names: ['go', 'stop'], notes: [] });
    expect(nameClasses(['stop', 'go'], 'x.npz', told)).toEqual({
      names: ['stop', 'go'],
      notes: ['x.npz array "classes" calls class 0 "go", the experiment "stop": the experiment counts'],
    });
  });
});
