import type { Shape } from '../../../gpu/graph/tensor.ts';
import { DataError } from '../datasets/data-source.ts';
import { show } from '../describe-issue.ts';
import { elementsOf, encodeNpyFile, readNpyHeader } from './npy-header.ts';

/** An array as numpy writes it: row-major, little-endian. */
export interface NumpyArray {
  readonly shape: Shape;
  readonly values: NumpyValues;
}

export type NumpyValues = InstanceType<(typeof TYPES)[keyof typeof TYPES]>;

/** Element types by their name in a header. */
const TYPES = {
  '<f4': Float32Array<ArrayBuffer>,
  '<f8': Float64Array<ArrayBuffer>,
  '|u1': Uint8Array<ArrayBuffer>,
  '|i1': Int8Array<ArrayBuffer>,
  '<u2': Uint16Array<ArrayBuffer>,
  '<i2': Int16Array<ArrayBuffer>,
  '<u4': Uint32Array<ArrayBuffer>,
  '<i4': Int32Array<ArrayBuffer>,
  '<u8': BigUint64Array<ArrayBuffer>,
  '<i8': BigInt64Array<ArrayBuffer>,
} as const;

/** The type of an array's elements as numpy calls it, for example `uint8`. */
export function elementType({ values }: NumpyArray): string {
  return values[Symbol.toStringTag].replaceAll(/^Big|Array$/g, '').toLowerCase();
}

/** The bytes of a `.npy` file. */
export function encodeNpy({ shape, values }: NumpyArray): Uint8Array<ArrayBuffer> {
  const descr = Object.entries(TYPES).find(([, type]) => values instanceof type)![0];
  return encodeNpyFile(descr, shape, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

/**
 * The array of a `.npy` file.
 * @throws DataError for what is no such file, for another byte order, element type or memory order, and where the data are
 * not shape × element bytes.
 */
export function decodeNpy(bytes: Uint8Array<ArrayBuffer>, name: string): NumpyArray {
  const header = readNpyHeader(bytes, name);
  const type = Object.entries(TYPES).find(([descr]) => descr === header.descr)?.[1];
  if (type === undefined) {
    const known = Object.keys(TYPES).join(', ');
    throw new DataError(`${name}: expected elements of one of ${known}, got ${show(header.descr)}`, "save array.astype('<f4')");
  }
  return { shape: header.shape, values: new type(elementsOf(bytes, name, header, type.BYTES_PER_ELEMENT).buffer) };
}
