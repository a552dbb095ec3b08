import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError } from '../datasets/data-source.ts';
import { encodeNpyFile } from './npy-header.ts';
import { encodeNpy } from './npy.ts';
import { decodeNpyTexts, encodeNpyTexts, isNpyOfTexts } from './npy-text.ts';
import { pythonTexts } from './testing/python-files.ts';

describe('texts in .npy files', () => {
  test('are read and written as numpy does, bit for bit', () => {
    const texts = ['Käse', '', '狗🐕'];
    expect(decodeNpyTexts(pythonTexts, 'x')).toEqual(texts);
    expect(encodeNpyTexts(texts)).toEqual(pythonTexts);
  });

  test('come back, whatever they are', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 5 }).filter((drawn) => !drawn.endsWith('\0'));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), (texts) => {
        expect(decodeNpyTexts(encodeNpyTexts(texts), 'x')).toEqual(texts);
        expect(isNpyOfTexts(encodeNpyTexts(texts), 'x')).toBe(true);
      }),
    );
  });

  test.each([
    ['numbers', encodeNpy({ shape: [1], values: Uint8Array.of(1) }), 'x: expected texts on one axis, got "|u1" on 1 axes'],
    ['a table of texts', encodeNpyFile('<U1', [1, 1], new Uint8Array(4)), 'got "<U1" on 2 axes'],
    ['big-endian texts', encodeNpyFile('>U1', [1], new Uint8Array(4)), 'got ">U1" on 1 axes'],
    ['a file that is cut short', encodeNpyTexts(['ab', 'c']).slice(0, -1), 'x: expected 16 bytes for [2], got 15'],
    [
      'what is no character',
      encodeNpyFile('<U1', [1], Uint8Array.of(0, 0, 0x11, 0)),
      'expected code points of Unicode, got 1114112 in row 0',
    ],
  ])('are refused for %s', (_, bytes, message) => {
    expect(() => decodeNpyTexts(bytes, 'x')).toThrow(message);
    expect(() => decodeNpyTexts(bytes, 'x')).toThrow(DataError);
  });
});
