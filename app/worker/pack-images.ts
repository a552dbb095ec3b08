import { DataError } from '../lab/datasets/data-source.ts';
import { profileArrays } from '../lab/files/arrays/profile-arrays.ts';
import { expectAllPixels, expectImageBytes, expectImageCount, expectImageSize, type SeenImage } from '../lab/files/images/check-images.ts';
import { frameFor, type Frame, type ImageWishes } from '../lab/files/images/frame.ts';
import { classesOfPaths } from '../lab/files/images/image-classes.ts';
import { IMAGE_HEAD_BYTES, readImageHeader } from '../lab/files/images/image-header.ts';
import { ImagePacker } from '../lab/files/images/image-packer.ts';
import { PACKED_CLASSES, PACKED_IMAGES, PACKED_LABELS } from '../lab/files/images/packed-names.ts';
import type { NumpyArray } from '../lab/files/npy.ts';
import { encodeNpz } from '../lab/files/npz.ts';
import { sha256 } from '../lab/sha256.ts';
import type { BroughtFile } from './brought-files.ts';
import type { LookedFile } from './look-through.ts';

/** The opaque pixels `[height, width, 4]` of an image in a frame. Rejects for one that is damaged. */
export type ImageDecoder = (file: Blob, frame: Frame) => Promise<Uint8ClampedArray>;

interface PackOptions {
  /** Of the folder, or what they are called together. */
  readonly name: string;
  readonly wishes: ImageWishes;
  readonly decode: ImageDecoder;
  readonly onProgress?: (done: number, of: number) => void;
}

/**
 * One file of arrays of many images: `x`, uint8 `[images, height, width]`, or `[images, height, width, 3]` in colour, and of images
 * in different folders `y`, the number of the folder by letter, uint8 `[images]`, and `classes`, what these are called. All are looked at before the first is decoded.
 * @throws DataError naming the first image that cannot be one of them.
 */
export async function packImages(brought: readonly BroughtFile[], { name, wishes, decode, onProgress }: PackOptions): Promise<LookedFile> {
  expectImageCount(name, brought.length);
  // A browser lists a folder in no order; by letter the same images make the same file.
  const images = brought.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  const seen: SeenImage[] = [];
  for (const image of images) seen.push(await seeImage(image));
  expectAllPixels(name, seen);
  const paths = images.map(({ path }) => path);
  const classes = classesOfPaths(paths);
  const headers = seen.map(({ header }) => header);
  const frame = frameFor(name, headers, wishes);

  const packer = new ImagePacker(images.length, frame, wishes.channels);
  for (const [index, { path, file }] of images.entries()) {
    try {
      packer.add(await decode(file, frame));
    } catch (error) {
      const expected = `${path}: expected a ${headers[index]!.kind} that can be decoded, got a damaged one`;
      throw new DataError(expected, 'save the image again, or take it out', { cause: error });
    }
    onProgress?.(index + 1, images.length);
  }
  const arrays = new Map<string, NumpyArray | readonly string[]>([[PACKED_IMAGES, packer.array]]);
  if (classes !== null) {
    arrays.set(PACKED_LABELS, { shape: [images.length], values: classes.labels });
    arrays.set(PACKED_CLASSES, classes.names);
  }
  const bytes = encodeNpz(arrays);
  const file = `${name}.npz`;
  return {
    name: file,
    sha256: await sha256(bytes),
    file: new Blob([bytes]),
    contents: {
      kind: 'arrays',
      images: { holdsColour: packer.holdsColour, side: wishes.side },
      ...(await profileArrays(bytes, file, 'npz')),
    },
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
