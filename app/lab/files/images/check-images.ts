import { DataError } from '../../datasets/data-source.ts';
import { MAX_IMAGES } from './image-limits.ts';
import type { ImageHeader } from './image-header.ts';

/** Bytes of one image, which is far above any photograph. */
const MAX_IMAGE_BYTES = 64 * 2 ** 20;
const MAX_IMAGE_SIDE = 16_384;
/** Of one image, 256 MiB when decoded. */
const MAX_PIXELS = 2 ** 26;
/** Of all images together, which take about a minute to decode. */
const MAX_ALL_PIXELS = 2 ** 32;

/** An image that was looked at but not decoded. */
export interface SeenImage {
  readonly path: string;
  readonly header: ImageHeader;
}

/** @throws DataError for too few and too many images. */
export function expectImageCount(name: string, count: number): void {
  if (count < 2) throw new DataError(`${name}: expected two images or more, got ${count}`, 'choose a folder of images, or several of them');
  if (count > MAX_IMAGES) {
    throw new DataError(`${name}: expected at most ${MAX_IMAGES} images, got ${count}`, 'choose fewer of them');
  }
}

/** @throws DataError for a file too large to be looked at. */
export function expectImageBytes(path: string, bytes: number): void {
  if (bytes <= MAX_IMAGE_BYTES) return;
  const got = `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  throw new DataError(`${path}: expected at most ${MAX_IMAGE_BYTES / 2 ** 20} MiB, got ${got}`, 'save the image smaller, or take it out');
}

/** @param header null where the file tells no size @throws DataError for a size that no image has, or that is too large to be decoded. */
export function expectImageSize(path: string, header: ImageHeader | null): ImageHeader {
  if (header === null) {
    throw new DataError(`${path}: expected an image that tells its size, got a file that is cut short or damaged`, 'save the image again');
  }
  const { kind, width, height } = header;
  const got = `${kind} of ${width} × ${height} pixels`;
  if (width < 1 || height < 1) throw new DataError(`${path}: expected a size in pixels, got ${got}`, 'save the image again');
  if (width > MAX_IMAGE_SIDE || height > MAX_IMAGE_SIDE || width * height > MAX_PIXELS) {
    const expected = `at most ${MAX_PIXELS / 2 ** 20} million pixels and ${MAX_IMAGE_SIDE} a side`;
    throw new DataError(`${path}: expected ${expected}, got ${got}`, 'save the image smaller, or take it out');
  }
  return header;
}

/** @throws DataError for more pixels in all images than are decoded. */
export function expectAllPixels(name: string, images: readonly SeenImage[]): void {
  const pixels = images.reduce((sum, { header: { width, height } }) => sum + width * height, 0);
  if (pixels <= MAX_ALL_PIXELS) return;
  const millions = (count: number): string => (count / 1e6).toFixed(0);
  throw new DataError(
    `${name}: expected at most ${millions(MAX_ALL_PIXELS)} million pixels in all images, got ${millions(pixels)} million`,
    'choose fewer of them, or save them smaller',
  );
}
