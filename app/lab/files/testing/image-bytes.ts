import type { ImageKind } from '../images/image-header.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** The first bytes of images of this size, of every way in which a size is told. */
export function imageBytes(width: number, height: number): readonly (readonly [kind: ImageKind, what: string, bytes: Bytes])[] {
  const big = (value: number, bytes: number): number[] =>
    Array.from({ length: bytes }, (_, at) => (value >>> (8 * (bytes - 1 - at))) & 255);
  const little = (value: number, bytes: number): number[] => big(value, bytes).reverse();
  const webp = (chunk: string, ...content: readonly number[]): Bytes =>
    bytesOf('RIFF', little(30, 4), 'WEBP', chunk, little(10, 4), content, [0, 0, 0, 0, 0, 0]);
  const frame = [8, ...big(height, 2), ...big(width, 2)];
  return [
    ['PNG', 'a PNG', bytesOf('\x89PNG\r\n\x1a\n', big(13, 4), 'IHDR', big(width, 4), big(height, 4), [8, 0, 0, 0, 0])],
    ['JPEG', 'a JPEG', bytesOf([0xff, 0xd8, 0xff, 0xc0, 0, 11], frame, [1, 1, 17, 0])],
    [
      'JPEG',
      'a progressive JPEG behind other segments and fill bytes',
      bytesOf([0xff, 0xd8, 0xff, 0xe1, 0, 6, 1, 2, 3, 4, 0xff, 0xff, 0xff, 0xc4, 0, 4, 0, 0, 0xff, 0xc2, 0, 11], frame, [1, 1, 17, 0]),
    ],
    ['WebP', 'a lossy WebP', webp('VP8 ', 0, 0, 0, 0x9d, 1, 0x2a, ...little(width, 2), ...little(height, 2))],
    ['WebP', 'a lossless WebP', webp('VP8L', 0x2f, ...little(((height - 1) << 14) | (width - 1), 4))],
    ['WebP', 'an extended WebP', webp('VP8X', 0, 0, 0, 0, ...little(width - 1, 3), ...little(height - 1, 3))],
    ['GIF', 'a GIF', bytesOf('GIF89a', little(width, 2), little(height, 2))],
    ['BMP', 'a BMP', bytesOf('BM', little(0, 12), little(40, 4), little(width, 4), little(height, 4))],
    ['BMP', 'a BMP with rows from the top', bytesOf('BM', little(0, 12), little(40, 4), little(width, 4), little(-height, 4))],
    ['BMP', 'an old BMP', bytesOf('BM', little(0, 12), little(12, 4), little(width, 2), little(height, 2), [0, 0, 0, 0])],
  ];
}

function bytesOf(...parts: readonly (string | readonly number[])[]): Bytes {
  return Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? Array.from(part, (letter) => letter.charCodeAt(0)) : part)));
}
