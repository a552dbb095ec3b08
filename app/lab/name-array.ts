import { show } from './describe-issue.ts';
import type { ArraySource } from './file-spec.ts';

/** An array as messages call it: by its file, and in a `.npz` by its own name. */
export function nameArray(source: ArraySource): string {
  return source.format === 'npz' ? `${source.path} array ${show(source.array)}` : source.path;
}
