import { collectBytes } from '../datasets/collect-bytes.ts';
import { DataError, type DataSource } from '../datasets/data-source.ts';
import { sha256 } from '../sha256.ts';

/** A file as a spec names it. */
interface SpecFile {
  readonly path: string;
  /** Of its bytes; null for whatever is there. */
  readonly sha256: string | null;
}

/**
 * All bytes of a file that a spec names.
 * @throws DataError when it is missing, larger than `limit` bytes or another one; the signal's reason once aborted.
 */
export async function readWhole(
  source: DataSource,
  { path, sha256: expected }: SpecFile,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = await source.open(path, signal);
  const bytes = await collectBytes(stream, { name: path, limit, beyond: 'refuse', remedy: 'make the file smaller', signal });
  if (expected === null) return bytes;
  const got = await sha256(bytes);
  if (got === expected) return bytes;
  throw new DataError(
    `data: expected ${path} with SHA-256 ${expected.slice(0, 12)}…, got ${got.slice(0, 12)}…`,
    'choose the file that the experiment was made for, or set its sha256 to null',
  );
}
