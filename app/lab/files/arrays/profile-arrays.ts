import { sizeOf, type Shape } from '../../../../gpu/graph/tensor.ts';
import { DataError } from '../../datasets/data-source.ts';
import { show } from '../../describe-issue.ts';
import type { ArraySource } from '../../file-spec.ts';
import { MAX_CLASSES } from '../../spec-limits.ts';
import { faultOf, type FileFault } from '../file-fault.ts';
import { decodeIdx, looksLikeIdx, readIdxHeader } from '../idx.ts';
import { NPY_MAGIC } from '../npy-header.ts';
import { decodeNpy, elementType, type NumpyArray } from '../npy.ts';
import { unpackNpz } from '../npz.ts';
import { readClassNames, type ClassNames } from './class-names.ts';
import { notFinite } from './examples.ts';
import { previewImages, type ImagePreview } from './image-preview.ts';
import { unpackIdx } from './idx-bytes.ts';

/** What a file of arrays holds, found out before anything is asked of it. */
export interface ArraysProfile {
  readonly format: ArraySource['format'];
  /** Those of numbers. */
  readonly arrays: readonly ArrayProfile[];
  /** What it calls classes; null where it does not say. */
  readonly classNames: ClassNames | null;
}

export interface ArrayProfile {
  /** Within its file; the file's own where it holds no other. */
  readonly name: string;
  readonly shape: Shape;
  /** Of its elements, as numpy calls it; empty for one that cannot be read. */
  readonly type: string;
  /** Of all elements; NaN for none. */
  readonly minimum: number;
  readonly maximum: number;
  /** How often each class from 0 on is there; null where the elements are no class numbers, one a row. */
  readonly classes: readonly number[] | null;
  /** A few of its rows as pictures; null where they are no images. */
  readonly preview: ImagePreview | null;
  /** What keeps it from being used; null for nothing. */
  readonly fault: FileFault | null;
}

const GZIP = [0x1f, 0x8b];
const ZIP = [0x50, 0x4b, 3, 4];

/** The format of a file of arrays by its first bytes; null for another file. */
export function arrayFormatOf(bytes: Uint8Array): ArraySource['format'] | null {
  const beginsWith = (magic: readonly number[]): boolean => magic.every((byte, index) => bytes[index] === byte);
  if (beginsWith(ZIP)) return 'npz';
  if (beginsWith(NPY_MAGIC)) return 'npy';
  return beginsWith(GZIP) || looksLikeIdx(bytes) ? 'idx' : null;
}

/**
 * Looks through all arrays of a file. What is wrong in one of them is part of the answer.
 * @throws DataError for a file that is damaged as a whole.
 */
export async function profileArrays(bytes: Uint8Array<ArrayBuffer>, file: string, format: ArraySource['format']): Promise<ArraysProfile> {
  if (format === 'npz') return profileNpz(bytes, file);
  const array = format === 'npy' ? decodeNpy(bytes, file) : await decodeWholeIdx(bytes, file);
  return { format, arrays: [profileArray(file, file, array)], classNames: null };
}

function profileNpz(bytes: Uint8Array<ArrayBuffer>, file: string): ArraysProfile {
  const arrays: ArrayProfile[] = [];
  let classNames: ClassNames | null = null;
  for (const [name, entry] of unpackNpz(bytes, file)) {
    const place = `${file} array ${show(name)}`;
    try {
      const names: ClassNames | null = classNames === null ? readClassNames(name, entry, place) : null;
      if (names === null) arrays.push(profileArray(name, place, decodeNpy(entry, place)));
      else classNames = names;
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      arrays.push({ name, shape: [], type: '', minimum: NaN, maximum: NaN, classes: null, preview: null, fault: faultOf(error) });
    }
  }
  return { format: 'npz', arrays, classNames };
}

async function decodeWholeIdx(bytes: Uint8Array<ArrayBuffer>, file: string): Promise<NumpyArray> {
  const unpacked = await unpackIdx(bytes, file, undefined);
  const { shape } = readIdxHeader(unpacked, file);
  return decodeIdx(unpacked, file, shape[0]!, sizeOf(shape.slice(1)));
}

function profileArray(name: string, place: string, array: NumpyArray): ArrayProfile {
  const { shape, values } = array;
  const width = sizeOf(shape.slice(1));
  const counts = new Array<number>(MAX_CLASSES).fill(0);
  let minimum = Infinity;
  let maximum = -Infinity;
  let areClasses = width === 1 && shape.length > 0;
  let fault: FileFault | null = null;
  for (let index = 0; index < values.length; index++) {
    const value = Number(values[index]);
    if (!Number.isFinite(Math.fround(value))) {
      fault = faultOf(notFinite(values, index, place, width));
      break;
    }
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
    areClasses &&= Number.isInteger(value) && value >= 0 && value < MAX_CLASSES;
    if (areClasses) counts[value]! += 1;
  }
  const isEmpty = values.length === 0;
  const isUsable = !isEmpty && fault === null;
  return {
    name,
    shape,
    type: elementType(array),
    minimum: isEmpty ? NaN : minimum,
    maximum: isEmpty ? NaN : maximum,
    classes: areClasses && isUsable ? counts.slice(0, maximum + 1) : null,
    preview: isUsable ? previewImages(array, minimum, maximum) : null,
    fault,
  };
}
