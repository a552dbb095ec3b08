import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError } from '../datasets/data-source.ts';
import { decodeSafetensors, encodeSafetensors, type Safetensors } from './safetensors.ts';
import { pythonSafetensors } from './testing/python-files.ts';

const tensor = fc
  .tuple(fc.constantFrom('F32', 'U32'), fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }))
  .chain(([dtype, shape]) => {
    const length = 4 * shape.reduce((product, extent) => product * extent, 1);
    return fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => ({ dtype, shape, bytes: new Uint8Array(bytes) }));
  });
const name = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter((text) => text !== '__metadata__' && text !== '__proto__');
const file = fc.record({
  tensors: fc.array(fc.tuple(name, tensor), { maxLength: 6 }).map((entries) => new Map(entries)),
  metadata: fc.dictionary(name, fc.string(), { noNullPrototype: true }),
});

/** A file whose header is this text, followed by `data` bytes. */
function withHeader(header: string, data = 0): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const small: Safetensors = {
  tensors: new Map([
    ['a', { dtype: 'F32', shape: [2, 2], bytes: Uint8Array.from({ length: 16 }, (_, index) => index) }],
    ['b', { dtype: 'U32', shape: [1], bytes: Uint8Array.of(1, 2, 3, 4) }],
  ]),
  metadata: { step: '7' },
};

describe('safetensors', () => {
  test('come back bit for bit, with names, shapes and remarks', () => {
    fc.assert(
      fc.property(file, ({ tensors, metadata }) => {
        const read = decodeSafetensors(encodeSafetensors({ tensors, metadata }, 'x'), 'x');
        expect(read.metadata).toEqual(metadata);
        expect(new Map(read.tensors)).toEqual(tensors);
      }),
    );
  });

  test('written by Python are read', () => {
    const { tensors, metadata } = decodeSafetensors(pythonSafetensors, 'python.safetensors');
    expect(metadata).toEqual({ 'made by': 'safetensors 0.8.0' });
    const weight = tensors.get('dense 1.weight')!;
    expect(weight).toMatchObject({ dtype: 'F32', shape: [3, 2] });
    expect(new Float32Array(weight.bytes.slice().buffer)).toEqual(Float32Array.of(0, 0.25, 0.5, 0.75, 1, 1.25));
    expect(new Uint32Array(tensors.get('step counter')!.bytes.slice().buffer)).toEqual(Uint32Array.of(7, 1));
    expect(tensors.get('half')).toMatchObject({ dtype: 'F16', shape: [1] });
  });

  test('cut short anywhere are refused', () => {
    const bytes = encodeSafetensors(small, 'x');
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSafetensors(bytes.slice(0, length), 'cut.safetensors')).toThrow(DataError);
    }
    expect(() => decodeSafetensors(bytes.slice(0, -1), 'cut.safetensors')).toThrow(
      'cut.safetensors: expected tensor "b" to end at byte 20 of the data, got a file cut short at 19',
    );
  });

  test.each([
    [
      'a header of 2⁶³ bytes',
      Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 128, 123, 125),
      'a safetensors header of at most 1 MiB, got 9223372036854776000',
    ],
    ['a header that is no JSON', withHeader('{"a":'), 'expected a header of JSON'],
    ['a header that is no UTF-8', withHeader('{}').fill(0xff, 8), 'expected a header of JSON'],
    ['deep nesting', withHeader('['.repeat(500_000)), 'expected a header of JSON'],
    ['a list', withHeader('[]'), 'an object of tensors, got a list of 0'],
    ['remarks that are no texts', withHeader('{"__metadata__":{"step":7}}'), 'expected __metadata__ to map texts to texts'],
    ['bytes after the last tensor', withHeader('{}', 3), 'expected 0 bytes of data, got 3'],
    [
      'a tensor without a shape',
      withHeader('{"a":{"dtype":"F32","data_offsets":[0,4]}}', 4),
      'tensor "a" is not described as expected (shape',
    ],
    [
      'a negative extent',
      withHeader('{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}', 4),
      'tensor "a" is not described as expected',
    ],
    [
      'a shape beyond counting',
      withHeader(`{"a":{"dtype":"F32","shape":[1e15,1e15],"data_offsets":[0,4]}}`, 4),
      'tensor "a" to take 4e+30 bytes',
    ],
    [
      'another size',
      withHeader('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}', 4),
      'tensor "a" to take 8 bytes for F32 [2], got 4',
    ],
    ['an unknown type', withHeader('{"a":{"dtype":"Q3","shape":[1],"data_offsets":[0,4]}}', 4), 'tensor "a" to be one of F64, F32'],
    ['a hole', withHeader('{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}', 8), 'tensor "a" to begin at byte 0 of the data, got 4'],
    [
      'tensors that overlap',
      withHeader('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}', 8),
      'tensor "b" to begin at byte 8 of the data, got 4',
    ],
  ])('with %s are refused with the reason', (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes, 'bad.safetensors')).toThrow(message);
    expect(() => decodeSafetensors(bytes, 'bad.safetensors')).toThrow(DataError);
  });

  test('with any damage are read as something whole or refused, never half', () => {
    const whole = encodeSafetensors(small, 'x');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        try {
          const { tensors } = decodeSafetensors(bytes, 'x');
          const total = [...tensors.values()].reduce((sum, entry) => sum + entry.bytes.length, 0);
          const header = Number(new DataView(bytes.buffer).getBigUint64(0, true));
          expect(total).toBe(bytes.length - 8 - header);
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
