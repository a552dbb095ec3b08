import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { DataError } from '../datasets/data-source.ts';
import { decodeNpy, encodeNpy, type NumpyArray } from './npy.ts';
import { decodeNpz, encodeNpz, unpackNpz } from './npz.ts';
import { pythonCompressedNpz, pythonNpz } from './testing/python-files.ts';

const array: fc.Arbitrary<NumpyArray> = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }).chain((shape) => {
  const length = shape.reduce((product, extent) => product * extent, 1);
  const of = { minLength: length, maxLength: length };
  const values = fc.oneof(
    fc.float32Array(of),
    fc.float64Array(of),
    fc.uint8Array(of),
    fc.int8Array(of),
    fc.uint16Array(of),
    fc.int16Array(of),
    fc.uint32Array(of),
    fc.int32Array(of),
    fc.bigInt64Array(of),
    fc.bigUint64Array(of),
  );
  return values.map((drawn) => ({ shape, values: drawn.slice() }));
});

/** A `.npy` file with this header and `data` bytes after it. */
function withHeader(header: string, data: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(10 + header.length + data);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length % 256, Math.floor(header.length / 256)]);
  bytes.set(new TextEncoder().encode(header), 10);
  return bytes;
}

describe('.npy files', () => {
  test('come back bit for bit', () => {
    fc.assert(
      fc.property(array, (one) => {
        expect(decodeNpy(encodeNpy(one), 'x')).toEqual(one);
      }),
    );
  });

  test('name their fields in any order', () => {
    const bytes = withHeader("{'shape': (2,), 'fortran_order': False, 'descr': '|i1'}\n", 2);
    expect(decodeNpy(bytes, 'x')).toEqual({ shape: [2], values: Int8Array.of(0, 0) });
  });

  test.each([
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 0), 'expected a .npy file of version 1 to 3'],
    ['no field', withHeader('{}', 0), 'expected a header with descr, fortran_order and shape'],
    ['a field twice', withHeader("{'descr': '<f4', 'descr': '<f4', 'shape': ()}", 4), 'expected a header with descr'],
    ['records', withHeader("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}", 4), 'of a plain array'],
    ['objects', withHeader("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", 4), 'expected elements of one of <f4'],
    ['big-endian numbers', withHeader("{'descr': '>f4', 'fortran_order': False, 'shape': (1,)}", 4), 'got ">f4"'],
    ['columns first', withHeader("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2)}", 16), 'got Fortran order'],
    [
      'a negative extent',
      withHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", 4),
      'expected a shape of at most 8 whole numbers',
    ],
    ['too much data', withHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", 8), 'expected 4 bytes for [1], got 8'],
    [
      'too little data',
      withHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999999, 9)}", 8),
      'for [999999999999999, 9], got 8',
    ],
    ['a header that never ends', withHeader(`{${'('.repeat(60_000)}`, 0), 'expected a header of at most 10000 bytes, got 60001'],
  ])('with %s are refused with the reason', (_, bytes, message) => {
    expect(() => decodeNpy(bytes, 'x')).toThrow(message);
    expect(() => decodeNpy(bytes, 'x')).toThrow(DataError);
  });

  test('with any damage to the header are read in whole or refused', () => {
    const whole = encodeNpy({ shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) });
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), fc.nat(40), (changes, cut) => {
        const bytes = whole.slice(0, whole.length - cut);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        try {
          const { shape, values } = decodeNpy(bytes, 'x');
          expect(values.length).toBe(shape.reduce((product, extent) => product * extent, 1));
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('.npz files', () => {
  test('come back by name, and equal arrays make equal files', () => {
    const arrays = new Map([
      ['dense 1.A', { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) }],
      ['step', { shape: [], values: Uint32Array.of(7) }],
    ]);
    expect(encodeNpz(arrays)).toEqual(encodeNpz(arrays));
    for (const [name, one] of arrays) expect(decodeNpz(encodeNpz(arrays), 'f.npz', name)).toEqual(one);
    expect([...unpackNpz(encodeNpz(arrays), 'f.npz').keys()]).toEqual([...arrays.keys()]);
  });

  test('written by Python are read, plain and compressed', () => {
    const plain = (name: string): NumpyArray => decodeNpz(pythonNpz, 'python.npz', name);
    expect(plain('x')).toEqual({ shape: [3, 2], values: Float32Array.of(0, 0.5, 1, 1.5, 2, 2.5) });
    expect(plain('y')).toEqual({ shape: [3], values: BigInt64Array.of(0n, 1n, 2n) });
    expect(plain('z')).toEqual({ shape: [], values: Float64Array.of(3.5) });
    const compressed = (name: string): NumpyArray => decodeNpz(pythonCompressedNpz, 'compressed.npz', name);
    expect(compressed('x')).toEqual({ shape: [3, 4], values: Float64Array.from({ length: 12 }, (_, index) => index) });
    expect(compressed('y')).toEqual({ shape: [3], values: Uint8Array.of(0, 1, 2) });
  });

  test('name what they hold when an array is missing', () => {
    expect(() => decodeNpz(pythonNpz, 'python.npz', 'images')).toThrow('python.npz: expected an array "images", got "x", "y", "z"');
  });

  test('without any array are refused', () => {
    const workbook = zipSync({ 'xl/workbook.xml': new Uint8Array(10) });
    expect(() => unpackNpz(workbook, 'sales.xlsx')).toThrow('sales.xlsx: expected arrays, got a zip without any');
  });

  test('that claim to unpack to more than 256 MiB are refused before', () => {
    const bomb = zipSync({ 'x.npy': new Uint8Array(1_000) });
    const central = bomb.findLastIndex((byte, at) => byte === 0x50 && bomb[at + 1] === 0x4b && bomb[at + 2] === 1 && bomb[at + 3] === 2);
    new DataView(bomb.buffer).setUint32(central + 24, 0x4000_0000, true);
    expect(() => decodeNpz(bomb, 'bomb.npz', 'x')).toThrow('bomb.npz: expected at most 256 MiB of arrays, got 1073741824 bytes');
  });

  test('with any damage are read in whole or refused', () => {
    for (const whole of [pythonNpz, pythonCompressedNpz]) {
      const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
      fc.assert(
        fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), fc.nat(whole.length - 1), (changes, cut) => {
          const bytes = whole.slice(0, whole.length - (cut % 7 === 0 ? cut : 0));
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          try {
            for (const name of ['x', 'y']) {
              const { shape, values } = decodeNpz(bytes, 'x', name);
              expect(values.length).toBe(shape.reduce((product, extent) => product * extent, 1));
            }
          } catch (error) {
            expect(error).toBeInstanceOf(DataError);
          }
        }),
        { numRuns: 1_000 },
      );
    }
  });
});
