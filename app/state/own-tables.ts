import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TableFault, TableProfile, TableReading } from '../lab/files/table/profile-table.ts';
import type { ExperimentSpec } from '../lab/spec.ts';
import type { NamedFile } from '../worker/file-source.ts';
import type { TableAnswer, TableRequest } from '../worker/read-table.ts';
import type { OwnTable, TableShelf } from './table-shelf.ts';

/** A table with whether it outlives the visit. */
export interface ShelvedTable extends OwnTable {
  readonly kept: boolean;
}

export interface OwnTablesState {
  readonly tables: readonly ShelvedTable[];
  /** The table that is looked at, null before one is chosen. */
  readonly open: { readonly sha256: string; readonly profile: TableProfile } | null;
  /** Name of the file that is being read. */
  readonly reading: string | null;
  /** What went wrong last; null for nothing. */
  readonly fault: TableFault | null;
}

const FIND_OUT: TableReading = { header: null, delimiter: null };

/** The tables that a person brought into the page, kept in this browser where it allows that. Knows no React. */
export class OwnTables {
  readonly store: StoreApi<OwnTablesState>;
  readonly #shelf: TableShelf;
  readonly #read: (request: TableRequest) => Promise<TableAnswer>;
  /** Counts what was asked for: only the last answer counts. */
  #asked = 0;

  constructor(shelf: TableShelf, read: (request: TableRequest) => Promise<TableAnswer>) {
    this.#shelf = shelf;
    this.#read = read;
    this.store = createStore<OwnTablesState>()(() => ({ tables: [], open: null, reading: null, fault: null }));
  }

  /** Finds the tables of earlier visits. */
  async restore(): Promise<void> {
    try {
      const found = await this.#shelf.list();
      this.store.setState(({ tables }) => ({
        tables: [
          ...found.filter(({ sha256 }) => !tables.some((table) => table.sha256 === sha256)).map((table) => ({ ...table, kept: true })),
          ...tables,
        ],
      }));
    } catch {
      // A browser that stores nothing has nothing of earlier visits either; adding a table says so.
    }
  }

  /** Takes a file in and opens it. */
  async add(file: Blob, name: string): Promise<void> {
    const answer = await this.#look({ file, name, reading: FIND_OUT });
    if (answer?.kind !== 'read') return;
    const { sha256, profile } = answer;
    const table: OwnTable = { name, sha256, file };
    const others = this.store.getState().tables.filter((other) => other.sha256 !== sha256);
    this.store.setState({ tables: [...others, { ...table, kept: false }], open: { sha256, profile } });
    try {
      await this.#shelf.put(table);
      this.#setKept(sha256);
    } catch (error) {
      const reason = error instanceof Error ? error.name : String(error);
      const message = `${name}: this browser does not keep the file (${reason}); it can be used until the page is closed`;
      this.store.setState({ fault: { message, remedy: 'make room, or allow this site to store data, to keep it' } });
    }
  }

  /** Looks at a table, read anew where a person says how. */
  async open(sha256: string, reading: TableReading = FIND_OUT): Promise<void> {
    const table = this.store.getState().tables.find((known) => known.sha256 === sha256);
    if (table === undefined) return;
    const answer = await this.#look({ ...table, reading });
    if (answer?.kind === 'read') this.store.setState({ open: { sha256, profile: answer.profile } });
  }

  /** Forgets a table, here and in the browser. */
  async remove(sha256: string): Promise<void> {
    this.store.setState(({ tables, open }) => ({
      tables: tables.filter((table) => table.sha256 !== sha256),
      open: open?.sha256 === sha256 ? null : open,
    }));
    try {
      await this.#shelf.remove(sha256);
    } catch {
      // What was never stored cannot be removed.
    }
  }

  /** The files that an experiment names. */
  filesOf({ data }: ExperimentSpec): readonly NamedFile[] {
    if (data.kind !== 'table') return [];
    const { tables } = this.store.getState();
    const found = tables.findLast(({ name, sha256 }) => (data.sha256 === null ? name === data.path : sha256 === data.sha256));
    return found === undefined ? [] : [{ name: data.path, file: found.file }];
  }

  /** @returns null for an answer that came too late */
  async #look(request: TableRequest): Promise<TableAnswer | null> {
    const asked = (this.#asked += 1);
    this.store.setState({ reading: request.name, fault: null });
    const answer = await this.#read(request);
    if (asked !== this.#asked) return null;
    this.store.setState({ reading: null, fault: answer.kind === 'refused' ? answer.fault : null });
    return answer;
  }

  #setKept(sha256: string): void {
    this.store.setState(({ tables }) => ({ tables: tables.map((table) => (table.sha256 === sha256 ? { ...table, kept: true } : table)) }));
  }
}
