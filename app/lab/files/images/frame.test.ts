import { describe, expect, test } from 'vitest';
import { frameFor, placeIn } from './frame.ts';
import type { ImageHeader } from './image-header.ts';

const header = (width: number, height: number): ImageHeader => ({ kind: 'PNG', width, height });

const found = { side: null, channels: null };

describe('the one size of all images', () => {
  test('is their own where they are alike and small, and a square of 28 elsewhere', () => {
    expect(frameFor('x', [header(64, 20), header(64, 20)], found)).toEqual({ width: 64, height: 20 });
    expect(frameFor('x', [header(64, 20), header(64, 21)], found)).toEqual({ width: 28, height: 28 });
    expect(frameFor('x', [header(65, 65), header(65, 65)], found)).toEqual({ width: 28, height: 28 });
    expect(frameFor('x', [header(8, 8)], { ...found, side: 40 })).toEqual({ width: 40, height: 40 });
  });

  test('is their own only where they would have room in colour', () => {
    const many = new Array<ImageHeader>(25_000).fill(header(64, 64));
    expect(frameFor('x', many.slice(0, 20_000), found)).toEqual({ width: 64, height: 64 });
    expect(frameFor('x', many, found)).toEqual({ width: 28, height: 28 });
    expect(frameFor('x', many, { side: null, channels: 1 })).toEqual({ width: 28, height: 28 });
  });

  test('is refused where it is none, or too much in all', () => {
    expect(() => frameFor('x', [header(8, 8)], { ...found, side: 0 })).toThrow('x: expected a side from 1 to 256 pixels, got 0');
    expect(() => frameFor('x', [header(8, 8)], { ...found, side: 2.5 })).toThrow('got 2.5');
    const many = new Array<ImageHeader>(3_000).fill(header(300, 300));
    expect(frameFor('x', many, { side: 256, channels: 1 })).toEqual({ width: 256, height: 256 });
    expect(() => frameFor('x', many, { side: 256, channels: 3 })).toThrow(
      'x: expected images of 255 MiB at most, got 3000 of 256 × 256 × 3',
    );
    expect(() => frameFor('x', [...many, ...many], { side: 256, channels: 1 })).toThrow('got 6000 of 256 × 256');
  });
});

test('an image lies whole in the middle of its frame, as large as it can', () => {
  expect(placeIn({ width: 28, height: 28 }, { width: 400, height: 200 })).toEqual({ width: 28, height: 14, x: 0, y: 7 });
  expect(placeIn({ width: 28, height: 28 }, { width: 10, height: 20 })).toEqual({ width: 14, height: 28, x: 7, y: 0 });
  expect(placeIn({ width: 28, height: 28 }, { width: 1, height: 10_000 })).toEqual({ width: 1, height: 28, x: 13, y: 0 });
  expect(placeIn({ width: 9, height: 5 }, { width: 9, height: 5 })).toEqual({ width: 9, height: 5, x: 0, y: 0 });
});
