import { collectBytes } from '../../datasets/collect-bytes.ts';
import type { DataSource } from '../../datasets/data-source.ts';
import type { ArraySource } from '../../file-spec.ts';
import { unreachable } from '../../unreachable.ts';
import { MAX_ARRAY_BYTES } from '../file-limits.ts';
import { decodeIdx, IDX_HEADER_BYTES, readIdxHeader } from '../idx.ts';
import { decodeNpy, type NumpyArray } from '../npy.ts';
import { decodeNpz } from '../npz.ts';
import { readWhole } from '../read-whole.ts';
import { classNamesOfNpz, type ClassNames } from './class-names.ts';
import { gunzip, isGzipName, unpackIdx } from './idx-bytes.ts';

/** How much of an array is wanted. */
interface Wanted {
  /** The first rows; null for all. */
  readonly count: number | null;
  /** Values of one row. */
  readonly width: number;
}

/** Reads the arrays that one spec names, every file once. */
export class ArrayFiles {
  readonly #source: DataSource;
  readonly #signal: AbortSignal | undefined;
  readonly #whole = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

  constructor(source: DataSource, signal: AbortSignal | undefined) {
    this.#source = source;
    this.#signal = signal;
  }

  /** @throws DataError when the file is missing, another one, damaged or not as wanted; the signal's reason once aborted. */
  async read(array: ArraySource, wanted: Wanted): Promise<NumpyArray> {
    switch (array.format) {
      case 'idx':
        return array.sha256 === null && wanted.count !== null
          ? this.#beginOfIdx(array.path, wanted.count, wanted.width)
          : this.#wholeIdx(array, wanted);
      case 'npy':
        return decodeNpy(await this.#bytes(array), array.path);
      case 'npz':
        return decodeNpz(await this.#bytes(array), array.path, array.array);
      default:
        return unreachable(array);
    }
  }

  /** What the file of an array calls classes; null where it does not say. @throws as `read` */
  async classNames(array: ArraySource): Promise<ClassNames | null> {
    return array.format === 'npz' ? classNamesOfNpz(await this.#bytes(array), array.path) : null;
  }

  /** Reads no further than needed. */
  async #beginOfIdx(name: string, count: number, width: number): Promise<NumpyArray> {
    const packed = await this.#source.open(name, this.#signal);
    const limit = IDX_HEADER_BYTES + count * width;
    const options = { name, limit, beyond: 'leave', remedy: 'copy the file again', signal: this.#signal } as const;
    return decodeIdx(await collectBytes(isGzipName(name) ? gunzip(packed) : packed, options), name, count, width);
  }

  async #wholeIdx(array: ArraySource, { count, width }: Wanted): Promise<NumpyArray> {
    const bytes = await unpackIdx(await this.#bytes(array), array.path, this.#signal);
    return decodeIdx(bytes, array.path, count ?? readIdxHeader(bytes, array.path).shape[0]!, width);
  }

  #bytes(array: ArraySource): Promise<Uint8Array<ArrayBuffer>> {
    const key = `${array.sha256 ?? ''} ${array.path}`;
    const known = this.#whole.get(key);
    if (known !== undefined) return known;
    const reading = readWhole(this.#source, array, MAX_ARRAY_BYTES, this.#signal);
    this.#whole.set(key, reading);
    return reading;
  }
}
