import { deleteDB, openDB } from 'idb';
import { afterEach, describe, expect, test } from 'vitest';
import { browserShelf } from './file-shelf.ts';

const NAME = 'curvature-lab-shelf-test';
const file = new Blob(['a,b\n1,2\n']);

// Node keeps nothing in a browser's database.
describe.runIf(typeof indexedDB !== 'undefined')('the shelf in a browser', () => {
  afterEach(() => deleteDB(NAME));

  test('keeps the tables of the first version', async () => {
    const first = await openDB(NAME, 1, {
      upgrade: (database) => {
        database.createObjectStore('tables', { keyPath: 'sha256' });
      },
    });
    await first.put('tables', { name: 'kept.csv', sha256: 'a', file });
    first.close();
    const shelf = browserShelf(NAME);
    expect(await shelf.list()).toMatchObject([{ name: 'kept.csv', sha256: 'a', contents: { kind: 'table' } }]);
  });

  test('keeps the arrays and images of the version before, which were grey', async () => {
    const second = await openDB(NAME, 2, {
      upgrade: (database) => {
        database.createObjectStore('files', { keyPath: 'sha256' });
      },
    });
    const profile = { name: 'x', shape: [1, 2, 2], type: 'uint8', minimum: 0, maximum: 9, classes: null, fault: null };
    const preview = { rows: [0], width: 2, height: 2, values: Float32Array.of(0, 0, 0, 1) };
    const arrays = [{ ...profile, preview }];
    await second.put('files', { name: 't.csv', sha256: 'a', file, contents: { kind: 'table' } });
    await second.put('files', {
      ...{ name: 'signs.npz', sha256: 'b', file },
      contents: { kind: 'arrays', format: 'npz', images: { classNames: ['go', 'stop'] }, arrays },
    });
    second.close();
    const shelf = browserShelf(NAME);
    expect(await shelf.list()).toMatchObject([
      { sha256: 'a', contents: { kind: 'table' } },
      {
        sha256: 'b',
        contents: {
          images: { holdsColour: false, side: null },
          classNames: { names: ['go', 'stop'] },
          arrays: [{ name: 'x', preview: { ...preview, channels: 1 } }],
        },
      },
    ]);
    await shelf.remove('a');
    expect((await shelf.list()).map(({ name }) => name)).toEqual(['signs.npz']);
  });
});
