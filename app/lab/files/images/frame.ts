import { DataError } from '../../datasets/data-source.ts';
import type { ImageChannels } from '../../task.ts';
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

/** Of all images; the headers of the file and the classes need some room as well. */
const MAX_BYTES = MAX_ARRAY_BYTES - 2 ** 20;

/** What a person wants images to become; null of each to find out. */
export interface ImageWishes {
  /** Of the square that they are scaled to, pixels. */
  readonly side: number | null;
  readonly channels: ImageChannels | null;
}

/**
 * The one size that all images get: their own where they are alike and small, else a square.
 * @throws DataError for a side that is none, and for more bytes in all than a file of arrays may hold.
 */
export function frameFor(name: string, headers: readonly ImageHeader[], { side, channels }: ImageWishes): Frame {
  const frame = side === null ? usualFrame(headers) : { width: side, height: side };
  if (!Number.isInteger(frame.width) || frame.width < 1 || frame.width > MAX_FRAME_SIDE) {
    throw new DataError(`${name}: expected a side from 1 to ${MAX_FRAME_SIDE} pixels, got ${String(side)}`, 'choose another side');
  }
  if (bytesOf(headers, frame, channels ?? 3) > MAX_BYTES) {
    const got = `${headers.length} of ${frame.width} × ${frame.height}${channels === 1 ? '' : ' × 3'}`;
    const remedy = `choose fewer of them, ${channels === 1 ? '' : 'grey, '}or a smaller side`;
    throw new DataError(`${name}: expected images of 255 MiB at most, got ${got}`, remedy);
  }
  return frame;
}

function usualFrame(headers: readonly ImageHeader[]): Frame {
  const [first] = headers;
  const square = { width: USUAL_SIDE, height: USUAL_SIDE };
  if (first === undefined || first.width > MAX_KEPT_SIDE || first.height > MAX_KEPT_SIDE) return square;
  const own = { width: first.width, height: first.height };
  const areAlike = headers.every(({ width, height }) => width === own.width && height === own.height);
  // Whether they have colour shows when they are decoded, and is not to change their size.
  return areAlike && bytesOf(headers, own, 3) <= MAX_BYTES ? own : square;
}

function bytesOf({ length: images }: readonly ImageHeader[], { width, height }: Frame, channels: ImageChannels): number {
  return images * width * height * channels;
}

/** Where in a frame a whole image fits, as large as it can be and in the middle. */
export function placeIn(frame: Frame, { width, height }: Frame): Frame & { readonly x: number; readonly y: number } {
  const scale = Math.min(frame.width / width, frame.height / height);
  const [wide, high] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  return { width: wide, height: high, x: Math.floor((frame.width - wide) / 2), y: Math.floor((frame.height - high) / 2) };
}
