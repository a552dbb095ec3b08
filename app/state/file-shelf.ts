import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';
import type { ImagePreview } from '../lab/files/arrays/image-preview.ts';
import type { ArrayProfile } from '../lab/files/arrays/profile-arrays.ts';
import { PACKED_CLASSES } from '../lab/files/images/packed-names.ts';
import type { FileContents } from '../worker/look-through.ts';

/** A file that a person brought, or that was made of images: it never leaves the machine. */
export interface OwnFile {
  readonly name: string;
  /** Of its bytes, lower-case hex. */
  readonly sha256: string;
  readonly file: Blob;
  readonly contents: ShelvedContents;
}

/** What is known of a file without reading it: how a table is read is for each experiment to say. */
export type ShelvedContents = { readonly kind: 'table' } | ShelvedArrays;

type ShelvedArrays = Extract<FileContents, { readonly kind: 'arrays' }>;

/** Where files outlive a visit; every method rejects where a browser stores nothing, or no more. */
export interface FileShelf {
  list(): Promise<readonly OwnFile[]>;
  put(file: OwnFile): Promise<void>;
  remove(sha256: string): Promise<void>;
}

/** The stores of all versions. */
interface Schema extends DBSchema {
  shelf: { key: string; value: OwnFile };
  /** In version 2, to which all images were grey. */
  files: { key: string; value: OlderFile };
  /** In version 1, which kept nothing else. */
  tables: { key: string; value: Omit<OwnFile, 'contents'> };
}

interface OlderFile extends Omit<OwnFile, 'contents'> {
  readonly contents: Extract<ShelvedContents, { readonly kind: 'table' }> | OlderArrays;
}

interface OlderArrays extends Omit<ShelvedArrays, 'images' | 'classNames' | 'arrays'> {
  readonly images: { readonly classNames: readonly string[] | null } | null;
  readonly arrays: readonly (Omit<ArrayProfile, 'preview'> & { readonly preview: Omit<ImagePreview, 'channels'> | null })[];
}

type Upgrade = IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>;

const VERSION = 3;

/** A shelf in this browser's IndexedDB. */
export function browserShelf(name = 'curvature-lab'): FileShelf {
  let database: Promise<IDBPDatabase<Schema>> | null = null;
  const open = (): Promise<IDBPDatabase<Schema>> => (database ??= openShelf(name));
  return {
    list: async () => (await open()).getAll('shelf'),
    put: async (file) => {
      await (await open()).put('shelf', file);
    },
    remove: async (sha256) => {
      await (await open()).delete('shelf', sha256);
    },
  };
}

function openShelf(name: string): Promise<IDBPDatabase<Schema>> {
  return new Promise((resolve, reject) => {
    let opened: IDBPDatabase<Schema> | null = null;
    openDB<Schema>(name, VERSION, {
      upgrade: (created, _from, _to, transaction) => {
        created.createObjectStore('shelf', { keyPath: 'sha256' });
        if (created.objectStoreNames.contains('tables')) void moveTables(created, transaction);
        if (created.objectStoreNames.contains('files')) void moveFiles(created, transaction);
      },
      // A page with an older version would keep this one waiting for as long as it is open.
      blocked: () => {
        reject(new DOMException('another page of the lab is open in an older version', 'BlockedError'));
      },
      blocking: () => opened?.close(),
    }).then((shelf) => {
      opened = shelf;
      resolve(shelf);
    }, reject);
  });
}

/** Takes over what version 1 kept. Where that fails the upgrade does, and with it the opening. */
async function moveTables(database: IDBPDatabase<Schema>, transaction: Upgrade): Promise<void> {
  const shelf = transaction.objectStore('shelf');
  for (const table of await transaction.objectStore('tables').getAll()) await shelf.put({ ...table, contents: { kind: 'table' } });
  database.deleteObjectStore('tables');
}

/** Takes over what version 2 kept, as `moveTables`. */
async function moveFiles(database: IDBPDatabase<Schema>, transaction: Upgrade): Promise<void> {
  const shelf = transaction.objectStore('shelf');
  for (const { contents, ...file } of await transaction.objectStore('files').getAll()) {
    await shelf.put({ ...file, contents: contents.kind === 'table' ? contents : withChannels(contents) });
  }
  database.deleteObjectStore('files');
}

function withChannels({ images, arrays, ...contents }: OlderArrays): ShelvedArrays {
  const names = images?.classNames ?? null;
  return {
    ...contents,
    images: images && { holdsColour: false, side: null },
    classNames: names && { array: PACKED_CLASSES, names },
    arrays: arrays.map((array) => ({ ...array, preview: array.preview && { ...array.preview, channels: 1 } })),
  };
}
