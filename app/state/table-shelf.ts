import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

/** A table that a person brought: it never leaves the machine. */
export interface OwnTable {
  readonly name: string;
  /** Of its bytes, lower-case hex. */
  readonly sha256: string;
  readonly file: Blob;
}

/** Where tables outlive a visit; every method rejects where a browser stores nothing, or no more. */
export interface TableShelf {
  list(): Promise<readonly OwnTable[]>;
  put(table: OwnTable): Promise<void>;
  remove(sha256: string): Promise<void>;
}

interface Schema extends DBSchema {
  tables: { key: string; value: OwnTable };
}

/** A shelf in this browser's IndexedDB. */
export function browserShelf(): TableShelf {
  let database: Promise<IDBPDatabase<Schema>> | null = null;
  const open = (): Promise<IDBPDatabase<Schema>> =>
    (database ??= openDB<Schema>('curvature-lab', 1, {
      upgrade: (created) => {
        created.createObjectStore('tables', { keyPath: 'sha256' });
      },
    }));
  return {
    list: async () => (await open()).getAll('tables'),
    put: async (table) => {
      await (await open()).put('tables', table);
    },
    remove: async (sha256) => {
      await (await open()).delete('tables', sha256);
    },
  };
}
