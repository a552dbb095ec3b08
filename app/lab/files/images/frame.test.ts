import { describe, expect, test } from 'vitest';
import { frameFor, greyOf, placeIn } from './frame.ts';
import type { ImageHeader } from './image-header.ts';

const header = (width: number, height: number): ImageHeader => ({ kind: 'PNG', width, height });

describe('the one size of all images', () => {
  test('is their own where they are alike and small, and a square of 28 elsewhere', () => {
    expect(frameFor('x', [header(64, 20), header(64, 20)], null)).toEqual({ width: 64, height: 20 });
    expect(frameFor('x', [header(64, 20), header(64, 21)], null)).toEqual({ width: 28, height: 28 });
    expect(frameFor('x', [header(65, 65), header(65, 65)], null)).toEqual({ width: 28, height: 28 });
    expect(frameFor('x', [header(8, 8)], 40)).toEqual({ width: 40, height: 40 });
  });

  test('is refused where it is none, or too much in all', () => {
    expect(() => frameFor('x', [header(8, 8)], 0)).toThrow('x: expected a side from 1 to 256 pixels, got 0');
    expect(() => frameFor('x', [header(8, 8)], 2.5)).toThrow('got 2.5');
    const many = new Array<ImageHeader>(5_000).fill(header(300, 300));
    expect(() => frameFor('x', many, 256)).toThrow('x: expected images of 255 MiB at most, got 5000 of 256 × 256');
  });
});

test('an image lies whole in the middle of its frame, as large as it can', () => {
  expect(placeIn({ width: 28, height: 28 }, { width: 400, height: 200 })).toEqual({ width: 28, height: 14, x: 0, y: 7 });
  expect(placeIn({ width: 28, height: 28 }, { width: 10, height: 20 })).toEqual({ width: 14, height: 28, x: 7, y: 0 });
  expect(placeIn({ width: 28, height: 28 }, { width: 1, height: 10_000 })).toEqual({ width: 1, height: 28, x: 13, y: 0 });
  expect(placeIn({ width: 9, height: 5 }, { width: 9, height: 5 })).toEqual({ width: 9, height: 5, x: 0, y: 0 });
});

test('grey is the luma of ITU-R BT.601', () => {
  const rgba = Uint8ClampedArray.of(255, 255, 255, 255, 0, 0, 0, 255, 255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255);
  expect(greyOf(rgba)).toEqual(Uint8Array.of(255, 0, 76, 150, 29));
});
