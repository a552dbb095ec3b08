import { formatShape, sizeOf, type Shape } from '../../../gpu/graph/tensor.ts';
import { DataError } from '../datasets/data-source.ts';
import { show } from '../describe-issue.ts';

/** What a `.npy` file says of its elements, and where they begin. */
export interface NpyHeader {
  /** Their type as numpy writes it, for example `<f4`. */
  readonly descr: string;
  readonly shape: Shape;
  readonly start: number;
}

export const NPY_MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** As long as numpy itself reads without being asked to trust a file. */
const MAX_HEADER_BYTES = 10_000;
const MAX_RANK = 8;
const REMEDY = 'save the array again with numpy.save';

/** A `.npy` file of version 1.0 (numpy.lib.format) around the bytes of an array. */
export function encodeNpyFile(descr: string, shape: Shape, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const tuple = shape.length === 1 ? `(${shape[0]!},)` : `(${shape.join(', ')})`;
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // The data begin at a multiple of 64 bytes, after a line feed.
  const start = Math.ceil((10 + header.length + 1) / 64) * 64;
  const bytes = new Uint8Array(start + data.byteLength).fill(0x20, 0, start);
  bytes.set([...NPY_MAGIC, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, start - 10, true);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes[start - 1] = 0x0a;
  bytes.set(data, start);
  return bytes;
}

/** @throws DataError for what is no `.npy` file, and for another memory order. */
export function readNpyHeader(bytes: Uint8Array<ArrayBuffer>, name: string): NpyHeader {
  const { text, start } = headerOf(bytes, name);
  const fields = readFields(text, name);
  if (fields.get('fortran_order') !== 'False') {
    throw new DataError(`${name}: expected rows one after the other, got Fortran order`, 'save numpy.ascontiguousarray(array)');
  }
  return { descr: fields.get('descr') ?? '', shape: readShape(fields.get('shape') ?? '', name), start };
}

/** The bytes of all elements. @throws DataError where they are not shape × `elementBytes`. */
export function elementsOf(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  { shape, start }: NpyHeader,
  elementBytes: number,
): Uint8Array<ArrayBuffer> {
  const expected = sizeOf(shape) * elementBytes;
  if (bytes.length - start !== expected) {
    throw new DataError(`${name}: expected ${expected} bytes for ${formatShape(shape)}, got ${bytes.length - start}`, REMEDY);
  }
  return bytes.slice(start);
}

function headerOf(bytes: Uint8Array<ArrayBuffer>, name: string): { readonly text: string; readonly start: number } {
  const version = bytes[6] ?? 0;
  if (bytes.length < 12 || NPY_MAGIC.some((byte, index) => bytes[index] !== byte) || version < 1 || version > 3) {
    throw new DataError(`${name}: expected a .npy file of version 1 to 3, got something else`, REMEDY);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const begin = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MAX_HEADER_BYTES) {
    throw new DataError(`${name}: expected a header of at most ${MAX_HEADER_BYTES} bytes, got ${length}`, REMEDY);
  }
  if (begin + length > bytes.length) {
    throw new DataError(`${name}: expected a header of ${length} bytes, got a file cut short at ${bytes.length}`, REMEDY);
  }
  return { text: new TextDecoder().decode(bytes.subarray(begin, begin + length)), start: begin + length };
}

/** Reads the Python dictionary of a header, which holds three plain fields in any order. */
function readFields(text: string, name: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const body = /^\{(.*)\}\s*$/s.exec(text)?.[1] ?? '';
  const field = /\s*'(descr|fortran_order|shape)':\s*(?:'([^']*)'|(True|False)|\(([^()]*)\))\s*(?:,\s*|$)/y;
  while (field.lastIndex < body.length) {
    const [whole, key, quoted, truth, tuple] = field.exec(body) ?? [];
    if (whole === undefined || key === undefined || fields.has(key)) break;
    fields.set(key, quoted ?? truth ?? tuple ?? '');
  }
  if (field.lastIndex !== body.length || fields.size !== 3) {
    throw new DataError(
      `${name}: expected a header with descr, fortran_order and shape of a plain array, got ${show(text.trim())}`,
      REMEDY,
    );
  }
  return fields;
}

function readShape(tuple: string, name: string): Shape {
  const parts = tuple.split(',').map((part) => part.trim());
  // A tuple of one ends in a comma, that of none is empty.
  if (parts.at(-1) === '') parts.pop();
  if (parts.length > MAX_RANK || parts.some((part) => !/^\d{1,15}$/.test(part))) {
    throw new DataError(`${name}: expected a shape of at most ${MAX_RANK} whole numbers, got ${show(tuple)}`, REMEDY);
  }
  return parts.map(Number);
}
