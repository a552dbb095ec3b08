import { beforeAll, describe, expect, test } from 'vitest';
import type { Frame } from '../lab/files/images/frame.ts';
import { imageDecoder } from './decode-image.ts';
import type { ImageDecoder } from './pack-images.ts';
import { deepPng, encoded, fileOf, greyJpeg, movingGif, turned } from './testing/small-images.ts';

const RED = [255, 0, 0, 255];
const BLUE = [0, 0, 255, 255];
const WHITE = [255, 255, 255, 255];

// Node has no decoders of images.
describe.runIf(typeof OffscreenCanvas !== 'undefined')('an image that is decoded', () => {
  let decode: ImageDecoder;
  beforeAll(() => {
    decode = imageDecoder();
  });

  /** The pixels of an image in a frame, `[row][column]`. */
  async function decoded(file: Blob, frame: Frame): Promise<number[][][]> {
    const rgba = await decode(file, frame);
    return Array.from({ length: frame.height }, (_, y) =>
      Array.from({ length: frame.width }, (__, x) => [...rgba.subarray(4 * (y * frame.width + x), 4 * (y * frame.width + x) + 4)]),
    );
  }

  /** Which of two colours lies in the corners, which a lossy image only comes near to. */
  function corners(pixels: number[][][]): string[] {
    const name = ([red = 0, , blue = 0]: number[]): string => (red > 200 && blue < 60 ? 'red' : blue > 200 && red < 60 ? 'blue' : 'other');
    return [pixels[0]![0]!, pixels[0]!.at(-1)!, pixels.at(-1)![0]!, pixels.at(-1)!.at(-1)!].map(name);
  }

  test.each([
    [1, ['red', 'blue', 'red', 'blue']],
    [2, ['blue', 'red', 'blue', 'red']],
    [3, ['blue', 'red', 'blue', 'red']],
    [6, ['red', 'red', 'blue', 'blue']],
    [8, ['blue', 'blue', 'red', 'red']],
  ])('is upright, as EXIF orientation %i asks', async (orientation, expected) => {
    // Red on the left, blue on the right, as it is stored.
    const stored = Array.from({ length: 16 * 32 }, (_, index) => (index % 32 < 16 ? RED : BLUE)).flat();
    const jpeg = turned(await encoded(32, 'image/jpeg', stored), orientation);
    const frame = orientation > 4 ? { width: 16, height: 32 } : { width: 32, height: 16 };
    expect(corners(await decoded(jpeg, frame))).toEqual(expected);
  });

  test('lies over white where it is transparent, in part or whole', async () => {
    const png = fileOf(await encoded(2, 'image/png', [...RED, 255, 0, 0, 128, 255, 0, 0, 0, 0, 0, 0, 0]));
    const [[solid, half], [gone, black]] = (await decoded(png, { width: 2, height: 2 })) as [number[][], number[][]];
    expect([solid, gone, black]).toEqual([RED, WHITE, WHITE]);
    expect(half![0]).toBe(255);
    expect(half!.slice(1, 3).every((value) => Math.abs(value - 127) <= 1)).toBe(true);
  });

  test('lies whole in the middle, with its first pixel’s colour around it', async () => {
    const png = fileOf(await encoded(2, 'image/png', [...BLUE, ...RED]));
    expect(await decoded(png, { width: 2, height: 3 })).toEqual([
      [BLUE, BLUE],
      [BLUE, RED],
      [BLUE, BLUE],
    ]);
  });

  test('leaves nothing behind for the next one, of another size in another frame', async () => {
    const png = async (colour: number[]): Promise<Blob> => fileOf(await encoded(1, 'image/png', colour));
    await decode(await png(RED), { width: 1, height: 1 });
    expect(await decoded(await png(BLUE), { width: 2, height: 2 })).toEqual([
      [BLUE, BLUE],
      [BLUE, BLUE],
    ]);
  });

  test('that moves is its first picture', async () => {
    const gif = movingGif([255, 0, 0], [0, 0, 255]);
    expect(await decoded(gif, { width: 2, height: 2 })).toEqual([
      [RED, RED],
      [RED, RED],
    ]);
  });

  test('of 16 bits a channel keeps the upper eight', async () => {
    const png = await deepPng([0xffff, 0x8080, 0], [0x1212, 0x3434, 0x5656]);
    expect(await decoded(png, { width: 2, height: 1 })).toEqual([
      [
        [255, 0x80, 0, 255],
        [0x12, 0x34, 0x56, 255],
      ],
    ]);
  });

  test('of one component is grey', async () => {
    const [[first]] = (await decoded(greyJpeg(), { width: 8, height: 8 })) as [number[][]];
    expect(first).toEqual([200, 200, 200, 255]);
  });

  test('that is cut short or none is refused', async () => {
    const png = await encoded(1, 'image/png', RED);
    await expect(decode(fileOf(png.slice(0, 40)), { width: 1, height: 1 })).rejects.toThrow();
    await expect(decode(fileOf('GIF89a', [1, 0, 1, 0, 0, 0, 0, 0x3b]), { width: 1, height: 1 })).rejects.toThrow();
  });
});
