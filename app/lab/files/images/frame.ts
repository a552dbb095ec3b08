import { DataError } from '../../datasets/data-source.ts';
import { MAX_ARRAY_BYTES } from '../file-limits.ts';
import type { ImageHeader } from './image-header.ts';

/** Sides of the images that a model sees, pixels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
}

/** Images of one size up to this side stay as they are. */
const MAX_KEPT_SIDE = 64;
/** Side of what is made of others. */
const USUAL_SIDE = 28;
const MAX_FRAME_SIDE = 256;

/**
 * The one size that all images get: their own where they are alike and small, else a square.
 * @param side of the square that a person asks for; null to find out
 * @throws DataError for a side that is none, and for more pixels in all than a file of arrays may hold.
 */
export function frameFor(name: string, headers: readonly ImageHeader[], side: number | null): Frame {
  const frame = side === null ? usualFrame(headers) : { width: side, height: side };
  if (!Number.isInteger(frame.width) || frame.width < 1 || frame.width > MAX_FRAME_SIDE) {
    throw new DataError(`${name}: expected a side from 1 to ${MAX_FRAME_SIDE} pixels, got ${String(side)}`, 'choose another side');
  }
  const bytes = headers.length * frame.width * frame.height;
  // The headers and the classes need some room as well.
  if (bytes > MAX_ARRAY_BYTES - 2 ** 20) {
    const got = `${headers.length} of ${frame.width} × ${frame.height}`;
    throw new DataError(`${name}: expected images of 255 MiB at most, got ${got}`, 'choose fewer of them, or a smaller side');
  }
  return frame;
}

function usualFrame(headers: readonly ImageHeader[]): Frame {
  const [first] = headers;
  const square = { width: USUAL_SIDE, height: USUAL_SIDE };
  if (first === undefined || first.width > MAX_KEPT_SIDE || first.height > MAX_KEPT_SIDE) return square;
  const { width, height } = first;
  return headers.every((header) => header.width === width && header.height === height) ? { width, height } : square;
}

/** Where in a frame a whole image fits, as large as it can be and in the middle. */
export function placeIn(frame: Frame, { width, height }: Frame): Frame & { readonly x: number; readonly y: number } {
  const scale = Math.min(frame.width / width, frame.height / height);
  const [wide, high] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  return { width: wide, height: high, x: Math.floor((frame.width - wide) / 2), y: Math.floor((frame.height - high) / 2) };
}

/** The grey value of each pixel of RGBA bytes, by the weights of ITU-R BT.601, as Pillow's mode L. */
export function greyOf(rgba: Uint8ClampedArray): Uint8Array {
  return Uint8Array.from({ length: rgba.length / 4 }, (_, pixel) => {
    const at = 4 * pixel;
    return (19_595 * rgba[at]! + 38_470 * rgba[at + 1]! + 7_471 * rgba[at + 2]! + 0x8000) >> 16;
  });
}
