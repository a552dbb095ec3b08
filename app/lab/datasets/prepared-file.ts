import { z } from '../schema.ts';
import { sha256 } from '../sha256.ts';
import { collectBytes } from './collect-bytes.ts';
import { DataError, type DataSource } from './data-source.ts';

const MAX_MANIFEST_BYTES = 2 ** 20;
const MAX_FILE_BYTES = 256 * 2 ** 20;
const REMEDY = 'run npm start again, or reload the page';

const fileSchema = z.object({
  name: z.string().regex(/^[\w.-]+$/),
  dataset: z.string(),
  split: z.enum(['train', 'test']),
  content: z.enum(['images', 'labels', 'text']),
  type: z.literal('u8'),
  shape: z.array(z.int().positive()).min(1),
  /** Of a text, which is kept as their numbers. */
  characters: z.string().min(1).max(256).optional(),
  uncompressedBytes: z.int().positive().max(MAX_FILE_BYTES),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
const manifestSchema = z.object({ version: z.literal(1), files: z.array(fileSchema) });

/** One gzip'd tensor of bytes as the manifest describes it. */
export type PreparedFile = z.infer<typeof fileSchema>;

/**
 * The files that `manifest.json` lists.
 * @throws DataError when it is missing, too long or not a manifest; the signal's reason once aborted.
 */
export async function readManifest(source: DataSource, signal?: AbortSignal): Promise<readonly PreparedFile[]> {
  const stream = await source.open('manifest.json', signal);
  const bytes = await collectBytes(stream, { name: 'manifest.json', limit: MAX_MANIFEST_BYTES, beyond: 'refuse', remedy: REMEDY, signal });
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new DataError('data: expected manifest.json to be JSON, got something else', REMEDY, { cause: error });
  }
  const manifest = manifestSchema.safeParse(json);
  if (!manifest.success) {
    const issue = manifest.error.issues[0]!;
    throw new DataError(`data: manifest.json is not as expected (${issue.path.map(String).join('.')}: ${issue.message})`, REMEDY);
  }
  return manifest.data.files;
}

/**
 * The unpacked bytes of a prepared file, checked against its length and SHA-256.
 * @throws DataError when the file is missing, not gzip, too short, too long or altered; the signal's reason once aborted.
 */
export async function readPrepared(source: DataSource, file: PreparedFile, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const { name, uncompressedBytes: limit } = file;
  const stream = (await source.open(name, signal)).pipeThrough(new DecompressionStream('gzip'));
  const bytes = await collectBytes(stream, { name, limit, beyond: 'refuse', remedy: REMEDY, signal });
  if (bytes.length !== file.uncompressedBytes) {
    throw new DataError(`data: expected ${file.name} to hold ${file.uncompressedBytes} bytes, got ${bytes.length}`, REMEDY);
  }
  const got = await sha256(bytes);
  if (got !== file.sha256) {
    throw new DataError(`data: expected ${file.name} with SHA-256 ${file.sha256.slice(0, 12)}…, got ${got.slice(0, 12)}…`, REMEDY);
  }
  return bytes;
}
