import { describe, expect, test } from 'vitest';
import { smallSpec } from '../lab/testing/fake-engine.ts';
import { tableSchema } from '../lab/table-spec.ts';
import { readTable } from '../worker/read-table.ts';
import { OwnTables } from './own-tables.ts';
import type { OwnTable, TableShelf } from './table-shelf.ts';

function memoryShelf(kept: Map<string, OwnTable> = new Map<string, OwnTable>()): TableShelf {
  return {
    list: () => Promise.resolve([...kept.values()]),
    put: (table) => Promise.resolve(void kept.set(table.sha256, table)),
    remove: (sha256) => Promise.resolve(void kept.delete(sha256)),
  };
}

const forbidden: TableShelf = {
  list: () => Promise.reject(new Error('SecurityError')),
  put: () => Promise.reject(new DOMException('no room', 'QuotaExceededError')),
  remove: () => Promise.reject(new Error('SecurityError')),
};
const csv = new Blob(['a,b,kind\n1,2,oak\n3,4,elm\n5,6,oak\n']);

describe('a person’s own tables', () => {
  test('are looked through, kept, found at the next visit and removed', async () => {
    const kept = new Map<string, OwnTable>();
    const tables = new OwnTables(memoryShelf(kept), readTable);
    await tables.add(csv, 'trees.csv');
    const { tables: listed, open, reading, fault } = tables.store.getState();
    expect(open?.profile).toMatchObject({ file: 'trees.csv', rows: 3 });
    expect({ reading, fault, kept: listed[0]?.kept }).toEqual({ reading: null, fault: null, kept: true });

    const later = new OwnTables(memoryShelf(kept), readTable);
    await later.restore();
    const sha256 = later.store.getState().tables[0]!.sha256;
    await later.open(sha256, { header: false, delimiter: null });
    expect(later.store.getState().open?.profile).toMatchObject({ header: false, rows: 4 });
    await later.remove(sha256);
    expect(later.store.getState()).toMatchObject({ tables: [], open: null });
    expect(kept.size).toBe(0);
  });

  test('are there for the visit where nothing may be stored, and say so', async () => {
    const tables = new OwnTables(forbidden, readTable);
    await tables.restore();
    await tables.add(csv, 'trees.csv');
    const { tables: listed, fault } = tables.store.getState();
    expect(listed).toMatchObject([{ name: 'trees.csv', kept: false }]);
    expect(fault?.message).toBe(
      'trees.csv: this browser does not keep the file (QuotaExceededError); it can be used until the page is closed',
    );
    await tables.remove(listed[0]!.sha256);
    expect(tables.store.getState().tables).toEqual([]);
  });

  test('are handed to the experiment that names them, by hash or by name', async () => {
    const tables = new OwnTables(memoryShelf(), readTable);
    await tables.add(csv, 'trees.csv');
    const { sha256 } = tables.store.getState().tables[0]!;
    const target = { kind: 'class', column: 'kind', classes: ['oak', 'elm'] };
    const data = tableSchema.parse({
      kind: 'table',
      path: 'trees.csv',
      sha256,
      inputs: [{ column: 'a' }],
      target,
      trainExamples: 2,
      testExamples: 1,
    });
    expect(tables.filesOf({ ...smallSpec, data })).toEqual([{ name: 'trees.csv', file: csv }]);
    expect(tables.filesOf({ ...smallSpec, data: { ...data, sha256: null } })).toHaveLength(1);
    expect(tables.filesOf({ ...smallSpec, data: { ...data, sha256: '0'.repeat(64) } })).toEqual([]);
    expect(tables.filesOf(smallSpec)).toEqual([]);
  });

  test('that cannot be read leave those that are there as they are', async () => {
    const tables = new OwnTables(memoryShelf(), readTable);
    await tables.add(csv, 'trees.csv');
    await tables.add(new Blob([Uint8Array.of(0x50, 0x4b, 3, 4, 0)]), 'trees.xlsx');
    const { tables: listed, fault, reading } = tables.store.getState();
    expect(listed.map(({ name }) => name)).toEqual(['trees.csv']);
    expect(fault?.message).toContain('trees.xlsx: expected a table in UTF-8, got bytes that are no text');
    expect(reading).toBeNull();
  });

  test('answer for the last file that was chosen', async () => {
    const waiting: (() => void)[] = [];
    const tables = new OwnTables(memoryShelf(), async (request) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return readTable(request);
    });
    const first = tables.add(csv, 'first.csv');
    const second = tables.add(csv, 'second.csv');
    waiting[1]!();
    await second;
    waiting[0]!();
    await first;
    expect(tables.store.getState().tables.map(({ name }) => name)).toEqual(['second.csv']);
  });
});
