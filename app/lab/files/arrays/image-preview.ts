import type { ImageChannels } from '../../task.ts';
import type { NumpyArray } from '../npy.ts';
import { shapeOfExample } from './example-shape.ts';

/** Rows of an array as small pictures. */
export interface ImagePreview {
  /** Of the array, from 0. */
  readonly rows: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly channels: ImageChannels;
  /** `[rows, height, width, channels]`, 0–1. */
  readonly values: Float32Array;
}

/** Enough for a line of them. */
const SHOWN = 8;
const MAX_SIDE = 64;

/**
 * Rows from the first to the last, evenly spread, where they are images; pixels of large ones are left out.
 * @param minimum of all values, black unless they are bytes
 * @param maximum of all values, white unless they are bytes
 */
export function previewImages({ shape, values }: NumpyArray, minimum: number, maximum: number): ImagePreview | null {
  const [count = 0] = shape;
  const looks = shapeOfExample(shape, 'inputs');
  if (looks.kind !== 'image' || count === 0) return null;
  const every = Math.ceil(Math.max(looks.width, looks.height) / MAX_SIDE);
  const [width, height] = [Math.ceil(looks.width / every), Math.ceil(looks.height / every)];
  const shown = Math.min(SHOWN, count);
  const rows = Array.from({ length: shown }, (_, at) => (shown === 1 ? 0 : Math.round((at * (count - 1)) / (shown - 1))));
  const [black, white] = values instanceof Uint8Array ? [0, 255] : [minimum, maximum];
  const range = white > black ? white - black : 1;
  const { channels } = looks;
  const pictures = new Float32Array(shown * width * height * channels);
  let at = 0;
  for (const row of rows) {
    for (let y = 0; y < looks.height; y += every) {
      for (let x = 0; x < looks.width; x += every) {
        const pixel = ((row * looks.height + y) * looks.width + x) * channels;
        for (let channel = 0; channel < channels; channel++) pictures[at++] = (Number(values[pixel + channel]) - black) / range;
      }
    }
  }
  return { rows, width, height, channels, values: pictures };
}
