import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { DataError, type DataSource } from '../lab/datasets/data-source.ts';

/** Reads prepared files from a folder. */
export function folderDataSource(folder: string): DataSource {
  return {
    open: (name, signal) => {
      const path = join(folder, name);
      if (!existsSync(path)) {
        return Promise.reject(new DataError(`data: expected ${path}, got no such file`, 'run node scripts/prepare-data.mjs'));
      }
      // Node types its web streams apart from the page's; they are the same.
      return Promise.resolve(Readable.toWeb(createReadStream(path, { signal })) as unknown as ReadableStream<Uint8Array<ArrayBuffer>>);
    },
  };
}
