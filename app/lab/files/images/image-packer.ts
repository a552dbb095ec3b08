import type { ImageChannels } from '../../task.ts';
import type { NumpyArray } from '../npy.ts';
import type { Frame } from './frame.ts';

/** Packs the pixels of images, one after the other, into one array: in grey for as long as none of them has colour. */
export class ImagePacker {
  readonly #count: number;
  readonly #frame: Frame;
  readonly #isFindingOut: boolean;
  #channels: ImageChannels;
  #values: Uint8Array<ArrayBuffer>;
  #packed = 0;
  #holdsColour = false;

  /** @param channels null to find out */
  constructor(count: number, frame: Frame, channels: ImageChannels | null) {
    this.#count = count;
    this.#frame = frame;
    this.#isFindingOut = channels === null;
    this.#channels = channels ?? 1;
    this.#values = new Uint8Array(count * this.#size);
  }

  /** @param rgba `[height, width, 4]`, opaque */
  add(rgba: Uint8ClampedArray): void {
    this.#holdsColour ||= hasColour(rgba);
    if (this.#isFindingOut && this.#holdsColour && this.#channels === 1) this.#turnToColour();
    this.#values.set(this.#channels === 1 ? greyOf(rgba) : colourOf(rgba), this.#packed * this.#size);
    this.#packed += 1;
  }

  /** Whether any image so far has a pixel that is not grey, packed in colour or not. */
  get holdsColour(): boolean {
    return this.#holdsColour;
  }

  /** Bytes `[images, height, width]` of grey ones, `[images, height, width, 3]` of others. */
  get array(): NumpyArray {
    const { width, height } = this.#frame;
    return { shape: [this.#count, height, width, ...(this.#channels === 1 ? [] : [this.#channels])], values: this.#values };
  }

  get #size(): number {
    return this.#frame.width * this.#frame.height * this.#channels;
  }

  /** What was packed before has three equal channels. */
  #turnToColour(): void {
    const grey = this.#values.subarray(0, this.#packed * this.#size);
    this.#channels = 3;
    this.#values = new Uint8Array(this.#count * this.#size);
    for (const [pixel, value] of grey.entries()) this.#values.fill(value, 3 * pixel, 3 * pixel + 3);
  }
}

function hasColour(rgba: Uint8ClampedArray): boolean {
  for (let at = 0; at < rgba.length; at += 4) {
    if (rgba[at] !== rgba[at + 1] || rgba[at] !== rgba[at + 2]) return true;
  }
  return false;
}

/** Red, green and blue of each pixel. */
function colourOf(rgba: Uint8ClampedArray): Uint8Array {
  return Uint8Array.from({ length: (3 * rgba.length) / 4 }, (_, at) => rgba[4 * Math.floor(at / 3) + (at % 3)]!);
}

/** The grey value of each pixel, by the weights of ITU-R BT.601, as Pillow's mode L. */
function greyOf(rgba: Uint8ClampedArray): Uint8Array {
  return Uint8Array.from({ length: rgba.length / 4 }, (_, pixel) => {
    const at = 4 * pixel;
    return (19_595 * rgba[at]! + 38_470 * rgba[at + 1]! + 7_471 * rgba[at + 2]! + 0x8000) >> 16;
  });
}
