import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError } from '../../datasets/data-source.ts';
import { imageBytes } from '../testing/image-bytes.ts';
import { imageKindOf, readImageHeader } from './image-header.ts';

describe('the first bytes of an image', () => {
  test.each(imageBytes(300, 260))('of kind %s tell its size: %s', (kind, _, bytes) => {
    expect(imageKindOf(bytes)).toBe(kind);
    expect(readImageHeader(bytes, 'x')).toEqual({ kind, width: 300, height: 260 });
  });

  test.each(imageBytes(300, 260))('that are cut short tell none: %s, %s', (_, __, bytes) => {
    for (let length = 16; length < bytes.length - 10; length++) expect(readImageHeader(bytes.slice(0, length), 'x')).toBeNull();
  });

  test.each([
    ['nothing', new Uint8Array(), 'got an empty file'],
    ['a drawing', new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'got an SVG'],
    ['a drawing with its type', new TextEncoder().encode('<?xml version="1.0"?>\n<!DOCTYPE svg>\n<svg width="9">'), 'got an SVG'],
    ['a scan', Uint8Array.of(0x49, 0x49, 0x2a, 0, 8, 0, 0, 0), 'got a TIFF'],
    ['a photograph of a telephone', new TextEncoder().encode('\0\0\0\x18ftypheic'), 'got a HEIC'],
    ['a picture of the web', new TextEncoder().encode('\0\0\0\x1cftypavif'), 'got an AVIF'],
    ['a page', new TextEncoder().encode('<html><svg></svg></html>'), 'got a file that begins with 3c 68 74 6d'],
    ['a document', new TextEncoder().encode('%PDF-1.7'), 'got a file that begins with 25 50 44 46'],
    ['a sound in the same container', new TextEncoder().encode('RIFF0000WAVEfmt '), 'got a file that begins with 52 49 46 46'],
  ])('of %s are refused by name', (_, bytes, message) => {
    const read = (): unknown => readImageHeader(bytes, 'cats/a.png');
    expect(read).toThrow(`cats/a.png: expected a PNG, JPEG, WebP, GIF or BMP image, ${message}`);
    expect(read).toThrow(DataError);
  });

  test('a JPEG whose segments lead nowhere ends', () => {
    const segments = (...rest: readonly number[]): Uint8Array<ArrayBuffer> => Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 2, ...rest);
    expect(readImageHeader(segments(0xff, 0xe0, 0, 0, 0, 0), 'x')).toBeNull();
    expect(readImageHeader(segments(0xff, 0xda, 0, 2, 0, 0), 'x')).toBeNull();
    expect(readImageHeader(segments(1, 2, 3, 4), 'x')).toBeNull();
    expect(
      readImageHeader(
        Uint8Array.from({ length: 5_000 }, (_, at) => (at === 1 ? 0xd8 : 0xff)),
        'x',
      ),
    ).toBeNull();
  });

  test('with any damage are a size of whole numbers, none, or refused', () => {
    for (const [, , whole] of imageBytes(300, 260)) {
      const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
      fc.assert(
        fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), fc.nat(whole.length), (changes, length) => {
          const bytes = whole.slice(0, length);
          for (const [at, value] of changes) if (at < length) bytes[at] = value;
          try {
            const header = readImageHeader(bytes, 'x');
            if (header !== null) expect([header.width, header.height].every(Number.isInteger)).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(DataError);
          }
        }),
        { numRuns: 300 },
      );
    }
  });
});
