import { DataError } from '../../datasets/data-source.ts';

/** What the first bytes of an image say of it. */
export interface ImageHeader {
  readonly kind: ImageKind;
  /** Pixels, before any turning that the file asks for. */
  readonly width: number;
  readonly height: number;
}

export type ImageKind = (typeof FORMATS)[number]['kind'];

type Size = Pick<ImageHeader, 'width' | 'height'>;

interface ImageFormat {
  readonly kind: string;
  readonly begins: (bytes: Uint8Array) => boolean;
  /** Null where the bytes end before the size is told, or tell none. */
  readonly size: (view: DataView) => Size | null;
}

/** Bytes in which nearly all images tell their size. */
export const IMAGE_HEAD_BYTES = 4_096;

const FORMATS = [
  { kind: 'PNG', begins: (bytes) => has(bytes, 0, '\x89PNG\r\n\x1a\n'), size: pngSize },
  { kind: 'JPEG', begins: (bytes) => has(bytes, 0, '\xff\xd8\xff'), size: jpegSize },
  { kind: 'WebP', begins: (bytes) => has(bytes, 0, 'RIFF') && has(bytes, 8, 'WEBP'), size: webpSize },
  { kind: 'GIF', begins: (bytes) => has(bytes, 0, 'GIF87a') || has(bytes, 0, 'GIF89a'), size: gifSize },
  { kind: 'BMP', begins: (bytes) => has(bytes, 0, 'BM') && [12, 40, 52, 56, 64, 108, 124].includes(bytes[14] ?? 0), size: bmpSize },
] as const satisfies readonly ImageFormat[];

/** Images of kinds that are not read, which a person may bring all the same. */
const UNREAD: readonly { readonly kind: string; readonly begins: (bytes: Uint8Array) => boolean }[] = [
  { kind: 'a TIFF', begins: (bytes) => has(bytes, 0, 'II*\0') || has(bytes, 0, 'MM\0*') },
  { kind: 'an AVIF', begins: (bytes) => has(bytes, 4, 'ftypavi') },
  { kind: 'a HEIC', begins: (bytes) => ['ftyphei', 'ftyphev', 'ftypmif', 'ftypmsf'].some((brand) => has(bytes, 4, brand)) },
  // Lines of XML, remarks and the type of the document may stand before it.
  { kind: 'an SVG', begins: (bytes) => /^\s*<([?!][^<]*<)*svg[\s>]/i.test(new TextDecoder().decode(bytes.subarray(0, 1_024))) },
];

/** The kinds of images that are read, in words. */
export const IMAGE_KINDS = 'PNG, JPEG, WebP, GIF or BMP';

/** What an image of a kind that is not read is called, with its article; null for what is none. */
export function unreadImageOf(bytes: Uint8Array): string | null {
  return UNREAD.find(({ begins }) => begins(bytes))?.kind ?? null;
}

/** The kind of image that these bytes begin; null for none that is read. */
export function imageKindOf(bytes: Uint8Array): ImageKind | null {
  return FORMATS.find(({ begins }) => begins(bytes))?.kind ?? null;
}

/**
 * The kind and size of an image, read without decoding it.
 * @param bytes its first ones; all of them where the first ones tell no size
 * @returns null where these bytes tell no size
 * @throws DataError for what is no image of a kind that is read.
 */
export function readImageHeader(bytes: Uint8Array<ArrayBuffer>, file: string): ImageHeader | null {
  const format = FORMATS.find(({ begins }) => begins(bytes));
  if (format === undefined) {
    throw new DataError(`${file}: expected a ${IMAGE_KINDS} image, got ${otherThanImage(bytes)}`, 'take it out, or save it as PNG');
  }
  const size = format.size(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return size && { kind: format.kind, ...size };
}

function otherThanImage(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'an empty file';
  const first = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return unreadImageOf(bytes) ?? `a file that begins with ${first}`;
}

/** PNG specification, 11.2.1: the first chunk is IHDR. */
function pngSize(view: DataView): Size | null {
  if (view.byteLength < 24 || view.getUint32(8) !== 13 || !has(bytesOf(view), 12, 'IHDR')) return null;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** ITU-T T.81, B.2: segments up to the first frame header, which tells the size. */
function jpegSize(view: DataView): Size | null {
  let at = 2;
  while (at + 4 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    // Any number of 0xff may stand before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return at + 9 <= view.byteLength ? { width: view.getUint16(at + 7), height: view.getUint16(at + 5) } : null;
    // Nothing but a frame header may stand before the scan or the end.
    if (marker === 0xda || marker === 0xd9 || marker < 0xc0) return null;
    const length = view.getUint16(at + 2);
    if (length < 2) return null;
    at += 2 + length;
  }
  return null;
}

/** RFC 9649: a simple lossy (VP8), a lossless (VP8L) or an extended file (VP8X). */
function webpSize(view: DataView): Size | null {
  const bytes = bytesOf(view);
  if (view.byteLength < 30) return null;
  if (has(bytes, 12, 'VP8X')) return { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
  if (has(bytes, 12, 'VP8L') && bytes[20] === 0x2f) {
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  if (has(bytes, 12, 'VP8 ') && has(bytes, 23, '\x9d\x01\x2a')) {
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  }
  return null;
}

/** GIF89a specification, 18: the logical screen. */
function gifSize(view: DataView): Size | null {
  return view.byteLength < 10 ? null : { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** BITMAPCOREHEADER has 16-bit sides, all later headers 32-bit ones; a negative height stands for rows from the top. */
function bmpSize(view: DataView): Size | null {
  if (view.byteLength < 26) return null;
  if (view.getUint32(14, true) === 12) return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
  return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
}

function has(bytes: Uint8Array, at: number, text: string): boolean {
  return Array.from(text).every((character, index) => bytes[at + index] === character.charCodeAt(0));
}

function bytesOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}
