import { unzipSync, zipSync, type UnzipFileInfo, type Zippable } from 'fflate';
import { DataError } from '../datasets/data-source.ts';
import { show } from '../describe-issue.ts';
import { MAX_ARRAY_BYTES } from './file-limits.ts';
import { encodeNpyTexts } from './npy-text.ts';
import { decodeNpy, encodeNpy, type NumpyArray } from './npy.ts';

const MAX_ARRAYS = 1_000;
const SUFFIX = '.npy';
/** Zip entries carry a date; a constant one makes equal arrays equal files. */
const DATE = new Date(1980, 0, 1);

/** The bytes of an uncompressed `.npz` file of arrays and lists of texts, as numpy.savez writes. */
export function encodeNpz(arrays: ReadonlyMap<string, NumpyArray | readonly string[]>): Uint8Array<ArrayBuffer> {
  const files: Zippable = {};
  for (const [name, array] of arrays) files[`${name}${SUFFIX}`] = 'shape' in array ? encodeNpy(array) : encodeNpyTexts(array);
  return zipSync(files, { level: 0, mtime: DATE });
}

/**
 * An array of a `.npz` file.
 * @throws DataError for what is no zip of arrays, for a name that is not there, beyond 256 MiB unpacked, or as `decodeNpy`.
 */
export function decodeNpz(bytes: Uint8Array, file: string, name: string): NumpyArray {
  const found: string[] = [];
  const entry = unzip(bytes, file, (other) => {
    found.push(other);
    return other === name;
  }).get(name);
  if (entry !== undefined) return decodeNpy(entry, `${file} array ${show(name)}`);
  const got = found.map(show).join(', ');
  throw new DataError(
    `${file}: expected an array ${show(name)}, got ${got === '' ? 'none' : got}`,
    'save it under that name, or name another in the spec',
  );
}

/**
 * The `.npy` files of the arrays of a `.npz` file that are chosen, by name.
 * @throws DataError for what is no zip of arrays, and beyond 256 MiB unpacked.
 */
export function unpackNpz(
  bytes: Uint8Array,
  file: string,
  choose: (name: string) => boolean = () => true,
): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  let found = 0;
  const arrays = unzip(bytes, file, (name) => {
    found += 1;
    return choose(name);
  });
  if (found > 0) return arrays;
  throw new DataError(`${file}: expected arrays, got a zip without any`, 'save them with numpy.savez; save the sheet of a workbook as CSV');
}

/** The chosen arrays of a zip by name, still packed as `.npy`. */
function unzip(bytes: Uint8Array, file: string, choose: (name: string) => boolean): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  let total = 0;
  let arrays = 0;
  try {
    const entries = unzipSync(bytes, {
      filter: (entry) => {
        if (!entry.name.endsWith(SUFFIX)) return false;
        arrays += 1;
        if (arrays > MAX_ARRAYS) throw new DataError(`${file}: expected at most ${MAX_ARRAYS} arrays, got more`, 'save fewer arrays');
        if (!choose(nameOf(entry))) return false;
        total += entry.originalSize;
        if (!(total <= MAX_ARRAY_BYTES)) {
          throw new DataError(`${file}: expected at most 256 MiB of arrays, got ${total} bytes`, 'save fewer examples');
        }
        return true;
      },
    });
    return new Map(Object.entries(entries).map(([name, entry]) => [nameOf({ name }), entry]));
  } catch (error) {
    if (error instanceof DataError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError(`${file}: expected a .npz file, got a zip that is damaged or none (${reason})`, 'save it again with numpy.savez', {
      cause: error,
    });
  }
}

function nameOf({ name }: Pick<UnzipFileInfo, 'name'>): string {
  return name.slice(0, -SUFFIX.length);
}
