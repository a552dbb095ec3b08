import { describe, expect, test } from 'vitest';
import type { ImageChannels } from '../../task.ts';
import { ImagePacker } from './image-packer.ts';

const frame = { width: 2, height: 1 };
const rgba = (...pixels: readonly (readonly [number, number, number])[]): Uint8ClampedArray =>
  Uint8ClampedArray.from(pixels.flatMap((pixel) => [...pixel, 255]));
const grey = rgba([7, 7, 7], [250, 250, 250]);
const coloured = rgba([255, 0, 0], [9, 9, 9]);

function packed(channels: ImageChannels | null, ...images: readonly Uint8ClampedArray[]): ImagePacker {
  const packer = new ImagePacker(images.length, frame, channels);
  for (const image of images) packer.add(image);
  return packer;
}

describe('images that are packed', () => {
  test('stay grey, one channel, where none has colour', () => {
    const { array, holdsColour } = packed(null, grey, grey);
    expect(array).toEqual({ shape: [2, 1, 2], values: Uint8Array.of(7, 250, 7, 250) });
    expect(holdsColour).toBe(false);
  });

  test('have red, green and blue of every pixel where one has colour, whichever it is', () => {
    const { array, holdsColour } = packed(null, grey, coloured, grey);
    const inColour = [7, 7, 7, 250, 250, 250];
    expect(array).toEqual({ shape: [3, 1, 2, 3], values: Uint8Array.of(...inColour, 255, 0, 0, 9, 9, 9, ...inColour) });
    expect(holdsColour).toBe(true);
    expect(packed(null, coloured, grey).array.values).toEqual(Uint8Array.of(255, 0, 0, 9, 9, 9, ...inColour));
  });

  test('are as a person asks, which does not change what they hold', () => {
    const asked = packed(1, coloured);
    expect([asked.array, asked.holdsColour]).toEqual([{ shape: [1, 1, 2], values: Uint8Array.of(76, 9) }, true]);
    const spread = packed(3, grey);
    expect([spread.array.shape, spread.holdsColour]).toEqual([[1, 1, 2, 3], false]);
  });

  test('get the luma of ITU-R BT.601 as their grey', () => {
    const packer = new ImagePacker(1, { width: 5, height: 1 }, 1);
    packer.add(rgba([255, 255, 255], [0, 0, 0], [255, 0, 0], [0, 255, 0], [0, 0, 255]));
    expect(packer.array.values).toEqual(Uint8Array.of(255, 0, 76, 150, 29));
  });
});
