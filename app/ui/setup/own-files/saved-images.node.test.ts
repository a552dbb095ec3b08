import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderDataSource } from '../../../cli/folder-data-source.ts';
import { runCommand } from '../../../cli/run-command.ts';
import { imageBytes } from '../../../lab/files/testing/image-bytes.ts';
import { presets } from '../../../lab/presets/index.ts';
import { fakeContext, fakeEngine } from '../../../lab/testing/fake-engine.ts';
import { lookThrough } from '../../../worker/look-through.ts';
import { checkDraft } from '../../../state/draft.ts';
import { experimentFile } from '../experiment-file.ts';
import { withFile, withoutFile, withOpened } from './own-draft.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'curvature-lab-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Runs an experiment of the folder as the terminal does, on no GPU. */
async function run(experiment: string): Promise<{ readonly notes: readonly string[]; readonly task: unknown }> {
  const notes: string[] = [];
  const json = join(folder, 'results.json');
  const without = { seconds: null, seed: null, arms: null, checkpoint: null, saveEvery: null, resume: null };
  await runCommand(
    { experiment: join(folder, experiment), steps: 2, json, ...without },
    {
      terminal: { out: () => undefined, note: (line) => notes.push(line), replace: null },
      engine: fakeEngine(),
      devices: { acquire: () => Promise.resolve(fakeContext().context) },
      source: folderDataSource(folder),
    },
  );
  const { task } = JSON.parse(await readFile(json, 'utf8')) as { readonly task: unknown };
  return { notes, task };
}

test('an experiment on images runs in the terminal as it is saved in the form, beside the images that are saved there', async () => {
  const gif = imageBytes(6, 5).find(([kind]) => kind === 'GIF')![2];
  const files = ['go', 'stop'].flatMap((kind) =>
    Array.from({ length: 10 }, (_, index) => ({ path: `signs/${kind}/${index}.gif`, file: new Blob([gif]) })),
  );
  const reading = { reading: { header: null, delimiter: null }, images: { side: null, channels: null } } as const;
  const red = (): Promise<Uint8ClampedArray> =>
    Promise.resolve(Uint8ClampedArray.from({ length: 4 * 30 }, (_, at) => (at % 4 === 1 ? 0 : 255)));
  const answer = await lookThrough({ files, ...reading }, { decode: red });
  if (answer.kind === 'refused') throw new Error(answer.fault.message);
  const [packed] = answer.files;
  const { contents } = packed!;
  if (contents.kind !== 'arrays') throw new Error('expected arrays');

  const start = presets[0]!.spec;
  const draft = withOpened(withoutFile(start, ''), packed!, [{ ...packed!, contents }]);
  const { spec } = checkDraft(draft);
  const saved = experimentFile(spec!);
  await writeFile(join(folder, packed!.name), new Uint8Array(await packed!.file.arrayBuffer()));
  await writeFile(join(folder, saved.name), saved.text);
  const inputs = { kind: 'image', width: 6, height: 5, channels: 3 };
  expect((await run(saved.name)).task).toMatchObject({ kind: 'classification', classes: 2, names: ['go', 'stop'], inputs });

  // By hand, with nothing but the number of classes and no hash: their names are in the file.
  if (spec?.data.kind !== 'file' || spec.data.target.kind !== 'class') throw new Error('expected classes');
  const counted = withFile(draft, { ...spec.data, target: { ...spec.data.target, classes: 2 } });
  await writeFile(join(folder, 'counted.json'), experimentFile(checkDraft(counted).spec!).text);
  expect((await run('counted.json')).task).toMatchObject({ names: ['go', 'stop'] });

  await writeFile(join(folder, packed!.name), 'other images');
  await expect(run(saved.name)).rejects.toThrow('expected signs.npz with SHA-256');
});
