import { createReadStream, existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { DataError, type DataSource } from '../lab/datasets/data-source.ts';

/** Reads files by their paths from a folder. @param remedy what to do about one that is missing */
export function folderDataSource(folder: string, remedy = 'run node scripts/prepare-data.mjs'): DataSource {
  return {
    open: (name, signal) => {
      const path = resolve(folder, name);
      if (!existsSync(path)) {
        return Promise.reject(new DataError(`data: expected ${path}, got no such file`, remedy));
      }
      // Node types its web streams apart from the page's; they are the same.
      return Promise.resolve(Readable.toWeb(createReadStream(path, { signal })) as unknown as ReadableStream<Uint8Array<ArrayBuffer>>);
    },
  };
}
