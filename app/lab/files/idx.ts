import { formatShape, type Shape } from '../../../gpu/graph/tensor.ts';
import { DataError } from '../datasets/data-source.ts';

const UNSIGNED_BYTES = 0x08;
const MAX_RANK = 4;

/** Bytes before the elements of an IDX file of the largest rank that is read. */
export const IDX_HEADER_BYTES = 4 + 4 * MAX_RANK;

/**
 * The first `count` examples, `features` bytes each, of an IDX file of unsigned bytes: 00 00 08 rank, each dimension as a
 * big-endian u32, then the elements (LeCun's MNIST page). What follows them need not be there.
 * @throws DataError for another element type, other dimensions, or a file that is cut short.
 */
export function decodeIdx(bytes: Uint8Array<ArrayBuffer>, file: string, count: number, features: number): Uint8Array<ArrayBuffer> {
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
  const shape: Shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const got = shape.slice(1).reduce((product, extent) => product * extent, 1);
  if (got !== features) {
    throw new DataError(
      `${file}: expected ${features} values an example, got ${got} of ${formatShape(shape)}`,
      'correct data.inputs in the spec',
    );
  }
  if (shape[0]! < count) {
    throw new DataError(`${file}: expected at least ${count} examples, got ${shape[0]!}`, 'ask for fewer examples');
  }
  const elements = bytes.slice(start, start + count * features);
  if (elements.length !== count * features) {
    throw new DataError(
      `${file}: expected ${start + count * features} bytes, got a file cut short at ${bytes.length}`,
      'copy the file again',
    );
  }
  return elements;
}
