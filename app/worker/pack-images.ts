import { DataError } from '../lab/datasets/data-source.ts';
import { profileArrays } from '../lab/files/arrays/profile-arrays.ts';
import { expectAllPixels, expectImageBytes, expectImageCount, expectImageSize, type SeenImage } from '../lab/files/images/check-images.ts';
import { frameFor, type Frame } from '../lab/files/images/frame.ts';
import { classesOfPaths } from '../lab/files/images/image-classes.ts';
import { IMAGE_HEAD_BYTES, readImageHeader } from '../lab/files/images/image-header.ts';
import type { NumpyArray } from '../lab/files/npy.ts';
import { encodeNpz } from '../lab/files/npz.ts';
import { sha256 } from '../lab/sha256.ts';
import type { BroughtFile } from './brought-files.ts';
import type { LookedFile } from './look-through.ts';

/** The grey values `[height, width]` of an image in a frame. Rejects for one that is damaged. */
export type ImageDecoder = (file: Blob, frame: Frame) => Promise<Uint8Array>;

interface PackOptions {
  /** Of the folder, or what they are called together. */
  readonly name: string;
  /** Of the square that they are scaled to, pixels; null to find out. */
  readonly side: number | null;
  readonly decode: ImageDecoder;
  readonly onProgress?: (done: number, of: number) => void;
}

/**
 * One file of arrays of many images: `x`, uint8 `[images, height, width]`, and of images in different folders `y`, the number of
 * the folder by letter, uint8 `[images]`. All are looked at before the first is decoded.
 * @throws DataError naming the first image that cannot be one of them.
 */
export async function packImages(brought: readonly BroughtFile[], { name, side, decode, onProgress }: PackOptions): Promise<LookedFile> {
  expectImageCount(name, brought.length);
  // A browser lists a folder in no order; by letter the same images make the same file.
  const images = brought.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  const seen: SeenImage[] = [];
  for (const image of images) seen.push(await seeImage(image));
  expectAllPixels(name, seen);
  const paths = images.map(({ path }) => path);
  const classes = classesOfPaths(paths);
  const headers = seen.map(({ header }) => header);
  const frame = frameFor(name, headers, side);

  const pixels = frame.width * frame.height;
  const values = new Uint8Array(images.length * pixels);
  for (const [index, { path, file }] of images.entries()) {
    try {
      values.set(await decode(file, frame), index * pixels);
    } catch (error) {
      const expected = `${path}: expected a ${headers[index]!.kind} that can be decoded, got a damaged one`;
      throw new DataError(expected, 'save the image again, or take it out', { cause: error });
    }
    onProgress?.(index + 1, images.length);
  }
  const arrays = new Map<string, NumpyArray>([['x', { shape: [images.length, frame.height, frame.width], values }]]);
  if (classes !== null) arrays.set('y', { shape: [images.length], values: classes.labels });
  const bytes = encodeNpz(arrays);
  const file = `${name}.npz`;
  return {
    name: file,
    sha256: await sha256(bytes),
    file: new Blob([bytes]),
    contents: { kind: 'arrays', images: { classNames: classes?.names ?? null }, ...(await profileArrays(bytes, file, 'npz')) },
  };
}

/** Looks at the first bytes of an image; at all of them where these do not tell its size. */
async function seeImage({ path, file }: BroughtFile): Promise<SeenImage> {
  const read = async (part: Blob): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await part.arrayBuffer());
  expectImageBytes(path, file.size);
  const header =
    readImageHeader(await read(file.slice(0, IMAGE_HEAD_BYTES)), path) ??
    (file.size > IMAGE_HEAD_BYTES ? readImageHeader(await read(file), path) : null);
  return { path, header: expectImageSize(path, header) };
}
