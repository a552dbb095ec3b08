import { DataError } from '../../datasets/data-source.ts';
import { show } from '../../describe-issue.ts';
import { MAX_CATEGORY_LENGTH, MAX_CLASSES } from '../../spec-limits.ts';
import { decodeNpyTexts, isNpyOfTexts } from '../npy-text.ts';
import { unpackNpz } from '../npz.ts';

/** What a file of arrays calls classes, in the order of their numbers. */
export interface ClassNames {
  /** The array of texts that says so. */
  readonly array: string;
  readonly names: readonly string[];
}

const USUAL_NAMES = /^(classes|class_?names|label_?names|target_?names)$/i;

/**
 * What an array of a `.npz` file calls classes; null for an array that is called otherwise or holds no texts.
 * @param entry its `.npy` file
 * @param place of the array, for messages
 * @throws DataError for texts that cannot be names of classes.
 */
export function readClassNames(name: string, entry: Uint8Array<ArrayBuffer>, place: string): ClassNames | null {
  if (!USUAL_NAMES.test(name) || !isNpyOfTexts(entry, place)) return null;
  const names = decodeNpyTexts(entry, place);
  const remedy = 'correct the names, or leave the array out';
  if (names.length < 2 || names.length > MAX_CLASSES) {
    throw new DataError(`${place}: expected names of 2 to ${MAX_CLASSES} classes, got ${names.length}`, remedy);
  }
  const bad = names.findIndex((one) => one === '' || one.length > MAX_CATEGORY_LENGTH);
  if (bad >= 0) {
    const got = `${names[bad]!.length} in row ${bad}`;
    throw new DataError(`${place}: expected names of 1 to ${MAX_CATEGORY_LENGTH} characters, got ${got}`, remedy);
  }
  const again = names.findIndex((one, row) => names.indexOf(one) < row);
  if (again >= 0) throw new DataError(`${place}: expected a name for each class, got ${show(names[again])} twice`, remedy);
  return { array: name, names };
}

/** What a `.npz` file calls classes; null where no array says so. @throws DataError for what is no such file, and as `readClassNames`. */
export function classNamesOfNpz(bytes: Uint8Array, file: string): ClassNames | null {
  for (const [name, entry] of unpackNpz(bytes, file, (other) => USUAL_NAMES.test(other))) {
    const names = readClassNames(name, entry, `${file} array ${show(name)}`);
    if (names !== null) return names;
  }
  return null;
}
