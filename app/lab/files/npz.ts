import { unzipSync, zipSync, type UnzipFileInfo, type Zippable } from 'fflate';
import { DataError } from '../datasets/data-source.ts';
import { show } from '../describe-issue.ts';
import { decodeNpy, encodeNpy, type NumpyArray } from './npy.ts';

const MAX_ARRAYS = 1_000;
const MAX_BYTES = 256 * 2 ** 20;
const SUFFIX = '.npy';
/** Zip entries carry a date; a constant one makes equal arrays equal files. */
const DATE = new Date(1980, 0, 1);

/** The bytes of an uncompressed `.npz` file, as numpy.savez writes. */
export function encodeNpz(arrays: ReadonlyMap<string, NumpyArray>): Uint8Array {
  const files: Zippable = {};
  for (const [name, array] of arrays) files[`${name}${SUFFIX}`] = encodeNpy(array);
  return zipSync(files, { level: 0, mtime: DATE });
}

/**
 * The arrays of a `.npz` file that are asked for, by name.
 * @throws DataError for what is no zip of arrays, for a name that is not there, beyond 256 MiB unpacked, or as `decodeNpy`.
 */
export function decodeNpz<Name extends string>(bytes: Uint8Array, file: string, names: readonly Name[]): ReadonlyMap<Name, NumpyArray> {
  const found: string[] = [];
  const unpacked = unzip(bytes, file, (entry) => {
    found.push(entry.name);
    if (found.length > MAX_ARRAYS) throw new DataError(`${file}: expected at most ${MAX_ARRAYS} arrays, got more`, 'save fewer arrays');
    return names.some((name) => entry.name === `${name}${SUFFIX}`);
  });
  return new Map(
    names.map((name) => {
      const entry = unpacked.get(`${name}${SUFFIX}`);
      if (entry === undefined) {
        const got = found.map((other) => show(other.replace(/\.npy$/, ''))).join(', ');
        throw new DataError(
          `${file}: expected an array ${show(name)}, got ${got === '' ? 'none' : got}`,
          'save it under that name, or name another in the spec',
        );
      }
      return [name, decodeNpy(entry, `${file} array ${show(name)}`)];
    }),
  );
}

function unzip(bytes: Uint8Array, file: string, choose: (entry: UnzipFileInfo) => boolean): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  let total = 0;
  try {
    const entries = unzipSync(bytes, {
      filter: (entry) => {
        if (!choose(entry)) return false;
        total += entry.originalSize;
        if (!(total <= MAX_BYTES)) {
          throw new DataError(`${file}: expected at most 256 MiB of arrays, got ${total} bytes`, 'save fewer examples');
        }
        return true;
      },
    });
    return new Map(Object.entries(entries));
  } catch (error) {
    if (error instanceof DataError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError(`${file}: expected a .npz file, got a zip that is damaged or none (${reason})`, 'save it again with numpy.savez', {
      cause: error,
    });
  }
}
