import { describe, expect, test } from 'vitest';
import { encodeNpz } from '../../../lab/files/npz.ts';
import { presets } from '../../../lab/presets/index.ts';
import { checkDraft, type SpecDraft } from '../../../state/draft.ts';
import type { OpenFile } from '../../../state/own-files.ts';
import { lookThrough } from '../../../worker/look-through.ts';
import { withFile, withOpened, withoutFile } from './own-draft.ts';

const start = presets[0]!.spec;
const own = withoutFile(start, '');

async function opened(path: string, file: Blob): Promise<OpenFile> {
  const request = { files: [{ path, file }], reading: { header: null, delimiter: null }, images: { side: null, channels: null } };
  const answer = await lookThrough(request, { decode: () => Promise.reject(new Error('no images here')) });
  if (answer.kind === 'refused') throw new Error(answer.fault.message);
  return answer.files[0]!;
}
const rows = Array.from({ length: 40 }, (_, index) => `${index},${index * index},${index % 2 === 0 ? 'even' : 'odd'}`);
const table = await opened('numbers.csv', new Blob([['a,b,kind', ...rows].join('\n')]));
const faces = await opened('faces.npz', new Blob([encodeNpz(new Map([['x', { shape: [20, 6, 5], values: new Uint8Array(600) }]]))]));

describe('a draft, once a file is opened', () => {
  test('is about it, in a form that can be started', () => {
    const { spec, issues } = checkDraft(withOpened(own, table, []));
    expect(issues).toEqual([]);
    expect(spec).toMatchObject({ name: 'numbers.csv', data: { kind: 'table', trainExamples: 32 }, batchSize: 32, model: { kind: 'mlp' } });
    const arrays = checkDraft(withOpened(own, faces, [{ ...faces, contents: contentsOf(faces) }]));
    expect(arrays.issues).toEqual([]);
    expect(arrays.spec).toMatchObject({ data: { kind: 'file', target: { kind: 'inputs' } }, model: { kind: 'autoencoder' } });
  });

  test('keeps what a person has chosen since: other data, and this file in another way', () => {
    expect(withOpened(start, table, [])).toBe(start);
    const told = withOpened(own, table, []);
    expect(withOpened(told, table, [])).toBe(told);
  });

  test('keeps layers that fit, and replaces those that do not', () => {
    const dense = { kind: 'dense', name: null, from: null, tiedTo: null } as const;
    const layers = (units: number): SpecDraft => ({
      ...own,
      model: { kind: 'graph', layers: [{ ...dense, units }], initialisation: 'glorot', reconstructs: false },
    });
    expect(withOpened(layers(2), table, []).model).toMatchObject({ kind: 'graph' });
    expect(withOpened(layers(3), table, []).model).toMatchObject({ kind: 'mlp' });
  });

  test('is about nothing where the file cannot be used', async () => {
    const constant = await opened('same.csv', new Blob(['a,b\n1,7\n2,7\n']));
    expect(withOpened(withFile(own, checkedTable()), constant, []).data).toMatchObject({ path: 'same.csv', sha256: null, inputs: [] });
  });
});

function checkedTable(): Parameters<typeof withFile>[1] {
  const { spec } = checkDraft(withOpened(own, table, []));
  if (spec?.data.kind !== 'table') throw new Error('expected a table');
  return spec.data;
}

function contentsOf({ contents }: OpenFile): Extract<OpenFile['contents'], { kind: 'arrays' }> {
  if (contents.kind !== 'arrays') throw new Error('expected arrays');
  return contents;
}
