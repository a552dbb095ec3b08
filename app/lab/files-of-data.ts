import type { DataSpec } from './data-spec.ts';

/** A file that data lie in. */
export interface FileOfData {
  readonly path: string;
  /** Null for whatever is there under that name. */
  readonly sha256: string | null;
}

/** What data say of files, however much of their description is still being typed. */
export type DataInFiles =
  | (FileOfData & { readonly kind: 'table' })
  | { readonly kind: 'file'; readonly from: FileOfData; readonly target: TargetInFile }
  | { readonly kind: Exclude<DataSpec['kind'], 'table' | 'file'> };

type TargetInFile = { readonly kind: 'inputs' } | { readonly kind: 'class' | 'numbers'; readonly from: FileOfData };

/** The files that data lie in, each once; none for data that are generated or come with the lab. */
export function filesOfData(data: DataInFiles): readonly FileOfData[] {
  if (data.kind === 'table') return [data];
  if (data.kind !== 'file') return [];
  const { from, target } = data;
  return target.kind === 'inputs' || (target.from.path === from.path && target.from.sha256 === from.sha256) ? [from] : [from, target.from];
}
