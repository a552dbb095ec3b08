/** A file that a person brought, with the folders it lies in, divided by `/`. */
export interface BroughtFile {
  readonly path: string;
  readonly file: Blob;
}

/** Files that a system keeps in folders for itself. */
const SYSTEM_FILE = /(^|\/)(\.[^/]*|thumbs\.db|desktop\.ini|__macosx\/.*)$/i;

/** Whether a person means a file: what a system keeps beside theirs is none of them. */
export function isMeant({ path }: Pick<BroughtFile, 'path'>): boolean {
  return !SYSTEM_FILE.test(path);
}

/** What files that were brought together are called: by their folder, or by the only one. */
export function nameOfFiles(files: readonly BroughtFile[]): string {
  const [first, ...others] = files.map(({ path }) => path);
  if (first === undefined) return 'the folder';
  const folder = first.slice(0, first.indexOf('/') + 1);
  if (folder !== '' && others.every((path) => path.startsWith(folder))) return folder.slice(0, -1);
  return others.length === 0 ? first : 'images';
}
