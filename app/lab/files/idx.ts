import { formatShape, sizeOf, type Shape } from '../../../gpu/graph/tensor.ts';
import { DataError } from '../datasets/data-source.ts';
import type { NumpyArray } from './npy.ts';

const UNSIGNED_BYTES = 0x08;
const MAX_RANK = 4;

/** Bytes before the elements of an IDX file of the largest rank that is read. */
export const IDX_HEADER_BYTES = 4 + 4 * MAX_RANK;

/** What an IDX file says of itself. */
export interface IdxHeader {
  readonly shape: Shape;
  /** Bytes before the elements. */
  readonly start: number;
}

/** Whether a file begins as IDX files do: 00 00, then the type of the elements and the rank. */
export function looksLikeIdx(bytes: Uint8Array): boolean {
  return bytes[0] === 0 && bytes[1] === 0 && bytes[2] !== undefined && bytes[2] >= UNSIGNED_BYTES && bytes[2] <= 0x0e;
}

/**
 * The dimensions of an IDX file of unsigned bytes: 00 00 08 rank, each dimension as a big-endian u32, then the elements
 * (LeCun's MNIST page).
 * @throws DataError for another element type and for a header that is cut short.
 */
export function readIdxHeader(bytes: Uint8Array<ArrayBuffer>, file: string): IdxHeader {
  const [zero, alsoZero, type, rank] = bytes;
  if (zero !== 0 || alsoZero !== 0 || rank === undefined || rank < 1 || rank > MAX_RANK) {
    throw new DataError(`${file}: expected an IDX file, got one that begins otherwise`, "name a gzip'd one .gz, or write it again");
  }
  if (type !== UNSIGNED_BYTES) {
    throw new DataError(`${file}: expected unsigned bytes (type 8), got type ${type!}`, 'write bytes, or a .npz file');
  }
  const start = 4 + 4 * rank;
  if (bytes.length < start) throw new DataError(`${file}: expected ${rank} dimensions, got a file cut short`, 'copy the file again');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { start, shape: Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis)) };
}

/**
 * The first `count` examples, `features` bytes each, of an IDX file of unsigned bytes. What follows them need not be there.
 * @throws DataError as `readIdxHeader`, for other dimensions, and for a file that is cut short.
 */
export function decodeIdx(bytes: Uint8Array<ArrayBuffer>, file: string, count: number, features: number): NumpyArray {
  const { shape, start } = readIdxHeader(bytes, file);
  const [examples = 0, ...example] = shape;
  const got = sizeOf(example);
  if (got !== features) {
    throw new DataError(
      `${file}: expected ${features} values an example, got ${got} of ${formatShape(shape)}`,
      'correct the shape of an example in the spec',
    );
  }
  if (examples < count) throw new DataError(`${file}: expected at least ${count} examples, got ${examples}`, 'ask for fewer examples');
  const values = bytes.slice(start, start + count * features);
  if (values.length !== count * features) {
    throw new DataError(
      `${file}: expected ${start + count * features} bytes, got a file cut short at ${bytes.length}`,
      'copy the file again',
    );
  }
  return { shape: [count, ...example], values };
}
