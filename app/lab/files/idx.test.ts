import { describe, expect, test } from 'vitest';
import { DataError } from '../datasets/data-source.ts';
import { decodeIdx } from './idx.ts';

describe('IDX', () => {
  const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);

  test('gives the first examples, even of a file that goes on', () => {
    expect(decodeIdx(images, 'x', 2, 3)).toEqual({ shape: [2, 1, 3], values: Uint8Array.of(1, 2, 3, 4, 5, 6) });
    expect(decodeIdx(images.slice(0, 19), 'x', 1, 3)).toEqual({ shape: [1, 1, 3], values: Uint8Array.of(1, 2, 3) });
    expect(decodeIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9), 'x', 3, 1)).toEqual({ shape: [3], values: Uint8Array.of(7, 8, 9) });
  });

  test.each([
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0), 2, 3, 'expected an IDX file'],
    ['floats', Uint8Array.of(0, 0, 13, 1, 0, 0, 0, 1), 1, 1, 'expected unsigned bytes (type 8), got type 13'],
    ['half a header', images.slice(0, 10), 2, 3, 'expected 3 dimensions, got a file cut short'],
    ['other images', images, 2, 4, 'expected 4 values an example, got 3 of [2, 1, 3]'],
    ['too few', images, 3, 3, 'expected at least 3 examples, got 2'],
    ['half the data', images.slice(0, 20), 2, 3, 'expected 22 bytes, got a file cut short at 20'],
    ['absurd dimensions', images.slice().fill(255, 8, 16), 2, 3, 'expected 3 values an example, got 18446744065119617000'],
  ])('with %s is refused with the reason', (_, bytes, count, features, message) => {
    expect(() => decodeIdx(bytes, 'x', count, features)).toThrow(message);
    expect(() => decodeIdx(bytes, 'x', count, features)).toThrow(DataError);
  });
});
