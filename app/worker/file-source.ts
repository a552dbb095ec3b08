import { DataError, type DataSource } from '../lab/datasets/data-source.ts';

/** A file that a person brought, by the name that experiments know it by. */
export interface NamedFile {
  readonly name: string;
  readonly file: Blob;
}

/** Reads files that the page handed over. */
export function fileSource(files: readonly NamedFile[]): DataSource {
  return {
    open: (name) => {
      const found = files.find((file) => file.name === name);
      if (found !== undefined) return Promise.resolve(found.file.stream());
      const missing = `data: this experiment needs the file ${JSON.stringify(name)}, which is not in this browser`;
      return Promise.reject(new DataError(missing, 'choose it under Setup, Data, Your own files'));
    },
  };
}
