import { DataError } from '../../datasets/data-source.ts';
import { MAX_CATEGORY_LENGTH, MAX_CLASSES } from '../../spec-limits.ts';

/** Which class each image belongs to. */
export interface ImageClasses {
  /** In the order of their numbers, by letter. */
  readonly names: readonly string[];
  /** Class numbers, an image each. */
  readonly labels: Uint8Array<ArrayBuffer>;
}

/**
 * The classes of images by the folder that each lies in; null where all lie in one.
 * @param paths of the images, folders before names, divided by `/`
 * @throws DataError for images both in a folder and in one of its subfolders, for too many folders and for names too long.
 */
export function classesOfPaths(paths: readonly string[]): ImageClasses | null {
  const folders = paths.map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/'))));
  const different = [...new Set(folders)];
  if (different.length < 2) return null;
  const stray = different.find((folder) => folder === '' || different.some((other) => other.startsWith(`${folder}/`)));
  if (stray !== undefined) {
    const path = paths[folders.indexOf(stray)]!;
    throw new DataError(
      `${path}: expected every image in a subfolder that names its class, got one beside the subfolders`,
      'move it into one',
    );
  }
  const classOf = (folder: string): string => folder.slice(folder.lastIndexOf('/') + 1).trim();
  const names = [...new Set(different.map(classOf))].sort();
  const long = different.find((folder) => classOf(folder) === '' || classOf(folder).length > MAX_CATEGORY_LENGTH);
  if (long !== undefined) {
    const expected = `a folder name of 1 to ${MAX_CATEGORY_LENGTH} characters`;
    throw new DataError(`${long}: expected ${expected}, got ${classOf(long).length}`, 'rename the folder');
  }
  if (names.length < 2) return null;
  if (names.length > MAX_CLASSES) {
    throw new DataError(`${different[0]!}: expected at most ${MAX_CLASSES} classes, got ${names.length} folders`, 'choose fewer of them');
  }
  const numbers = new Map(names.map((name, index) => [name, index]));
  return { names, labels: Uint8Array.from(folders, (folder) => numbers.get(classOf(folder))!) };
}
