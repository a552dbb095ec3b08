import { collectBytes } from '../../datasets/collect-bytes.ts';
import { MAX_ARRAY_BYTES } from '../file-limits.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Whether the name of an IDX file says that it is gzip'd. */
export function isGzipName(name: string): boolean {
  return name.endsWith('.gz');
}

export function gunzip(packed: ReadableStream<Bytes>): ReadableStream<Bytes> {
  return packed.pipeThrough(new DecompressionStream('gzip'));
}

/** An IDX file as its name says, unpacked. @throws DataError for what is no gzip, and beyond 256 MiB; the signal's reason once aborted. */
export async function unpackIdx(bytes: Bytes, name: string, signal: AbortSignal | undefined): Promise<Bytes> {
  if (!isGzipName(name)) return bytes;
  const options = { name, limit: MAX_ARRAY_BYTES, beyond: 'refuse', remedy: 'make the file smaller, or copy it again', signal } as const;
  return collectBytes(gunzip(new Blob([bytes]).stream()), options);
}
