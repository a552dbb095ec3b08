import { DataError } from './data-source.ts';

export interface CollectOptions {
  /** The file, for messages. */
  readonly name: string;
  /** Bytes that are taken at the most. */
  readonly limit: number;
  /** Whether a longer stream is refused, or left unread from there on. */
  readonly beyond: 'refuse' | 'leave';
  readonly remedy: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * The bytes of a stream, which is cancelled as soon as `limit` bytes are there or exceeded.
 * @throws DataError when there are more and they are refused, or the stream fails; the signal's reason once aborted.
 */
export async function collectBytes(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  { name, limit, beyond, remedy, signal }: CollectOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      length += chunk.value.length;
      if (length > limit && beyond === 'refuse') {
        throw new DataError(`data: expected ${name} to hold at most ${limit} bytes, got more`, remedy);
      }
      chunks.push(chunk.value);
      if (length >= limit && beyond === 'leave') {
        await reader.cancel();
        break;
      }
    }
  } catch (error) {
    // A stream that failed has nothing left to cancel.
    await reader.cancel().catch(() => undefined);
    signal?.throwIfAborted();
    if (error instanceof DataError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError(`data: ${name} is cut short, not gzip or cannot be read (${reason})`, remedy, { cause: error });
  }
  const bytes = new Uint8Array(Math.min(length, limit));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk.subarray(0, bytes.length - offset), offset);
    offset += chunk.length;
  }
  return bytes;
}
