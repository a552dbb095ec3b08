import { formatShape, sizeOf, type Shape } from '../../../gpu/graph/tensor.ts';
import { DataError } from '../datasets/data-source.ts';
import { show } from '../describe-issue.ts';
import { z } from '../schema.ts';

/** A tensor as it lies in a file: row-major, little-endian. */
export interface StoredTensor {
  /** `F32`, `U32`, …, as safetensors names them. */
  readonly dtype: string;
  readonly shape: Shape;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Tensors by name, in the order in which they lie in the file, and remarks. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Placed {
  readonly name: string;
  readonly dtype: string;
  readonly shape: Shape;
  readonly begin: number;
  readonly length: number;
}

const MAX_HEADER_BYTES = 2 ** 20;
const METADATA = '__metadata__';
const ELEMENT_BYTES: ReadonlyMap<string, number> = new Map(
  Object.entries({ F64: 8, F32: 4, F16: 2, BF16: 2, I64: 8, U64: 8, I32: 4, U32: 4, I16: 2, U16: 2, I8: 1, U8: 1, BOOL: 1 }),
);
const REMEDY = 'take another file, or write this one again';

const count = z.int().min(0);
const entrySchema = z.strictObject({ dtype: z.string(), shape: z.array(count).max(8), data_offsets: z.tuple([count, count]) });
const metadataSchema = z.record(z.string(), z.string());

/**
 * The bytes of a file with these tensors, in their order (safetensors' format document, "Format").
 * @throws DataError for a header beyond what readers take.
 */
export function encodeSafetensors({ tensors, metadata }: Safetensors, file: string): Uint8Array<ArrayBuffer> {
  let end = 0;
  const entries: [string, unknown][] = [[METADATA, metadata]];
  for (const [name, { dtype, shape, bytes }] of tensors) {
    entries.push([name, { dtype, shape, data_offsets: [end, end + bytes.length] }]);
    end += bytes.length;
  }
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  // Padded with spaces, so that the data begin at a multiple of eight bytes.
  const start = 8 + Math.ceil(header.length / 8) * 8;
  if (start - 8 > MAX_HEADER_BYTES)
    throw new DataError(`${file}: expected a header of at most 1 MiB, got ${start - 8} bytes`, 'use fewer layers');
  const result = new Uint8Array(start + end).fill(0x20, 8, start);
  new DataView(result.buffer).setBigUint64(0, BigInt(start - 8), true);
  result.set(header, 8);
  let offset = start;
  for (const { bytes } of tensors.values()) {
    result.set(bytes, offset);
    offset += bytes.length;
  }
  return result;
}

/**
 * All tensors of a file, or none.
 * @throws DataError naming the tensor and what was expected: a header of at most 1 MiB of JSON, and offsets that cover the
 * data once and in whole, shape × element bytes for each tensor.
 */
export function decodeSafetensors(bytes: Uint8Array<ArrayBuffer>, file: string): Safetensors {
  const { header, data } = splitHeader(bytes, file);
  const placed = [...header].filter(([name]) => name !== METADATA).map(([name, entry]) => readEntry(name, entry, file));
  const metadata = metadataSchema.safeParse(header.get(METADATA) ?? {});
  if (!metadata.success)
    throw new DataError(`${file}: expected ${METADATA} to map texts to texts, got ${show(header.get(METADATA))}`, REMEDY);
  const tensors = new Map<string, StoredTensor>();
  let end = 0;
  // The header may name tensors in any order; of two that begin together the first can only be empty.
  for (const { name, dtype, shape, begin, length } of placed.sort((a, b) => a.begin - b.begin || a.length - b.length)) {
    const tensor = `${file}: expected tensor ${show(name)}`;
    if (begin !== end) throw new DataError(`${tensor} to begin at byte ${end} of the data, got ${begin}`, REMEDY);
    end += length;
    if (end > data.length)
      throw new DataError(`${tensor} to end at byte ${end} of the data, got a file cut short at ${data.length}`, REMEDY);
    tensors.set(name, { dtype, shape, bytes: data.subarray(begin, end) });
  }
  if (end !== data.length) throw new DataError(`${file}: expected ${end} bytes of data, got ${data.length}`, REMEDY);
  return { tensors, metadata: metadata.data };
}

interface Split {
  readonly header: ReadonlyMap<string, unknown>;
  readonly data: Uint8Array<ArrayBuffer>;
}

function splitHeader(bytes: Uint8Array<ArrayBuffer>, file: string): Split {
  if (bytes.length < 8) throw new DataError(`${file}: expected a safetensors file, got ${bytes.length} bytes`, REMEDY);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > MAX_HEADER_BYTES)
    throw new DataError(`${file}: expected a safetensors header of at most 1 MiB, got ${length} bytes`, REMEDY);
  if (8 + length > bytes.length)
    throw new DataError(`${file}: expected a header of ${length} bytes, got a file cut short at ${bytes.length}`, REMEDY);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)));
  } catch (error) {
    throw new DataError(`${file}: expected a header of JSON, got something else`, REMEDY, { cause: error });
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new DataError(`${file}: expected a header that is an object of tensors, got ${show(json)}`, REMEDY);
  }
  return { header: new Map(Object.entries(json)), data: bytes.subarray(8 + length) };
}

function readEntry(name: string, value: unknown, file: string): Placed {
  const entry = entrySchema.safeParse(value);
  if (!entry.success) {
    const { path, message } = entry.error.issues[0]!;
    throw new DataError(`${file}: tensor ${show(name)} is not described as expected (${path.map(String).join('.')}: ${message})`, REMEDY);
  }
  const { dtype, shape, data_offsets } = entry.data;
  const [begin, end] = data_offsets;
  const elementBytes = ELEMENT_BYTES.get(dtype);
  if (elementBytes === undefined) {
    const known = [...ELEMENT_BYTES.keys()].join(', ');
    throw new DataError(`${file}: expected tensor ${show(name)} to be one of ${known}, got ${show(dtype)}`, 'convert it to F32');
  }
  const length = sizeOf(shape) * elementBytes;
  if (end - begin !== length) {
    const expected = `${length} bytes for ${dtype} ${formatShape(shape)}`;
    throw new DataError(`${file}: expected tensor ${show(name)} to take ${expected}, got ${end - begin}`, REMEDY);
  }
  return { name, dtype, shape, begin, length };
}
