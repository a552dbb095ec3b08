import { describe, expect, test, vi } from 'vitest';
import { encodeNpz } from '../lab/files/npz.ts';
import { fileSchema } from '../lab/file-spec.ts';
import { smallSpec } from '../lab/testing/fake-engine.ts';
import { tableSchema } from '../lab/table-spec.ts';
import { lookThrough } from '../worker/look-through.ts';
import type { FileShelf, OwnFile } from './file-shelf.ts';
import { OwnFiles, type Look } from './own-files.ts';

function memoryShelf(kept: Map<string, OwnFile> = new Map<string, OwnFile>()): FileShelf {
  return {
    list: () => Promise.resolve([...kept.values()]),
    put: (file) => Promise.resolve(void kept.set(file.sha256, file)),
    remove: (sha256) => Promise.resolve(void kept.delete(sha256)),
  };
}

const forbidden: FileShelf = {
  list: () => Promise.reject(new Error('SecurityError')),
  put: () => Promise.reject(new DOMException('no room', 'QuotaExceededError')),
  remove: () => Promise.reject(new Error('SecurityError')),
};
const look: Look = (request) =>
  lookThrough(request, { decode: (_, { width, height }) => Promise.resolve(new Uint8ClampedArray(4 * width * height).fill(255)) });
const csv = new Blob(['a,b,kind\n1,2,oak\n3,4,elm\n5,6,oak\n']);
const trees = [{ path: 'trees.csv', file: csv }];
const npz = new Blob([encodeNpz(new Map([['x', { shape: [3, 2], values: Float32Array.of(1, 2, 3, 4, 5, 6) }]]))]);
const gif = (width: number): Blob => new Blob([Uint8Array.of(0x47, 0x49, 0x46, 0x38, 0x39, 0x61, width, 0, 2, 0)]);

describe('a person’s own files', () => {
  test('are looked through, kept, found at the next visit and removed', async () => {
    const kept = new Map<string, OwnFile>();
    const files = new OwnFiles(memoryShelf(kept), look);
    expect((await files.bring(trees))?.contents).toMatchObject({ kind: 'table', profile: { file: 'trees.csv', rows: 3 } });
    await vi.waitFor(() => {
      expect(files.store.getState()).toMatchObject({ reading: null, fault: null, files: [{ kept: true, contents: { kind: 'table' } }] });
    });

    const later = new OwnFiles(memoryShelf(kept), look);
    await later.restore();
    const sha256 = later.store.getState().files[0]!.sha256;
    await later.open(sha256, { header: false, delimiter: null });
    expect(later.store.getState().open?.contents).toMatchObject({ profile: { header: false, rows: 4 } });
    await later.remove(sha256);
    expect(later.store.getState()).toMatchObject({ files: [], open: null });
    expect(kept.size).toBe(0);
  });

  test('are there for the visit where nothing may be stored, and say so', async () => {
    const files = new OwnFiles(forbidden, look);
    await files.restore();
    await files.bring(trees);
    await vi.waitFor(() => {
      expect(files.store.getState().fault?.message).toBe(
        'trees.csv: this browser does not keep the file (QuotaExceededError); it can be used until the page is closed',
      );
    });
    const [listed] = files.store.getState().files;
    expect(listed).toMatchObject({ name: 'trees.csv', kept: false });
    await files.remove(listed!.sha256);
    expect(files.store.getState().files).toEqual([]);
  });

  test('are handed to the experiment that names them, by hash or by name, from an earlier visit too', async () => {
    const kept = new Map<string, OwnFile>();
    await new OwnFiles(memoryShelf(kept), look).bring(trees);
    await vi.waitFor(() => {
      expect(kept.size).toBe(1);
    });
    const [sha256] = [...kept.keys()];
    const target = { kind: 'class', column: 'kind', classes: ['oak', 'elm'] };
    const counts = { trainExamples: 2, testExamples: 1 };
    const data = tableSchema.parse({ kind: 'table', path: 'trees.csv', sha256, inputs: [{ column: 'a' }], target, ...counts });
    const files = new OwnFiles(memoryShelf(kept), look);
    expect(await files.filesOf({ ...smallSpec, data })).toEqual([{ name: 'trees.csv', file: csv }]);
    expect(await files.filesOf({ ...smallSpec, data: { ...data, sha256: null } })).toHaveLength(1);
    expect(await files.filesOf({ ...smallSpec, data: { ...data, sha256: '0'.repeat(64) } })).toEqual([]);
    expect(await files.filesOf(smallSpec)).toEqual([]);
  });

  test('of arrays are opened without being read again, and two of them serve one experiment', async () => {
    const files = new OwnFiles(memoryShelf(), look);
    const labels = new Blob([Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 0, 1, 0)]);
    const brought = await files.bring([
      { path: 'labels', file: labels },
      { path: 'x.npz', file: npz },
    ]);
    expect(brought).toMatchObject({ name: 'x.npz', contents: { kind: 'arrays', arrays: [{ name: 'x', shape: [3, 2] }] } });
    const { files: listed } = files.store.getState();
    expect(await files.open(listed[0]!.sha256)).toMatchObject({ name: 'labels', contents: { arrays: [{ classes: [2, 1] }] } });
    const data = fileSchema.parse({
      kind: 'file',
      from: { format: 'npz', path: 'x.npz', array: 'x' },
      inputs: { kind: 'point' },
      target: { kind: 'class', from: { format: 'idx', path: 'labels', sha256: listed[0]!.sha256 }, classes: 2 },
      trainExamples: 2,
      testExamples: 1,
    });
    expect((await files.filesOf({ ...smallSpec, data })).map(({ name }) => name)).toEqual(['x.npz', 'labels']);
  });

  test('of images are made anew at another side and in colour, in place of the one before', async () => {
    const files = new OwnFiles(memoryShelf(), look);
    const images = [
      { path: 'signs/stop/a.gif', file: gif(2) },
      { path: 'signs/go/b.gif', file: gif(3) },
    ];
    const packed = await files.bring(images);
    expect(packed).toMatchObject({
      name: 'signs.npz',
      contents: { classNames: { names: ['go', 'stop'] }, arrays: [{ shape: [2, 28, 28] }, { name: 'y' }] },
    });
    await files.remakeImages(packed!.sha256, { side: 8, channels: 3 });
    expect(files.store.getState().files).toMatchObject([
      { name: 'signs.npz', contents: { images: { side: 8, holdsColour: false }, arrays: [{ shape: [2, 8, 8, 3] }, {}] } },
    ]);
    await files.remakeImages(files.store.getState().files[0]!.sha256, { side: 9_999, channels: 1 });
    expect(files.store.getState()).toMatchObject({ files: [{ contents: { arrays: [{ shape: [2, 8, 8, 3] }, {}] } }] });
    expect(files.store.getState().fault?.message).toBe('signs: expected a side from 1 to 256 pixels, got 9999');
  });

  test('that cannot be read leave those that are there as they are', async () => {
    const files = new OwnFiles(memoryShelf(), look);
    await files.bring(trees);
    await files.bring([...trees, { path: 'trees.xlsx', file: new Blob([Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0)]) }]);
    const { files: listed, fault, reading, open } = files.store.getState();
    expect(listed.map(({ name }) => name)).toEqual(['trees.csv']);
    expect(open?.name).toBe('trees.csv');
    expect(fault?.message).toContain('trees.xlsx: expected a table in UTF-8, got bytes that are no text');
    expect(reading).toBeNull();
  });

  test('that were dropped and are gone are told of', async () => {
    const files = new OwnFiles(memoryShelf(), look);
    expect((await files.bringDropped(Promise.resolve(trees)))?.name).toBe('trees.csv');
    await files.bringDropped(Promise.reject(new Error('not found')));
    expect(files.store.getState()).toMatchObject({
      reading: null,
      fault: { message: 'what was dropped: expected files that can be read, got none (not found)' },
      files: [{ name: 'trees.csv' }],
    });
  });

  test('answer for the last ones that were chosen', async () => {
    const waiting: (() => void)[] = [];
    const files = new OwnFiles(memoryShelf(), async (request, onProgress) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return look(request, onProgress);
    });
    const first = files.bring([{ path: 'first.csv', file: csv }]);
    const second = files.bring([{ path: 'second.csv', file: csv }]);
    waiting[1]!();
    await second;
    waiting[0]!();
    expect(await first).toBeNull();
    expect(files.store.getState().files.map(({ name }) => name)).toEqual(['second.csv']);
  });
});
