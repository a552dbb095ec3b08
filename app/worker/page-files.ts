import type { DataSpec } from '../lab/data-spec.ts';
import { noSpecFiles, type SpecFiles } from '../lab/spec-files.ts';
import { fileSource, type NamedFile } from './file-source.ts';

/** What reads the files that the page handed over, loaded only for data that lie in files. */
export async function filesOfPage({ kind }: DataSpec, named: readonly NamedFile[]): Promise<SpecFiles> {
  if (kind !== 'file' && kind !== 'table') return noSpecFiles;
  const { readSpecFiles } = await import('../lab/files/read-spec-files.ts');
  return readSpecFiles(fileSource(named));
}
