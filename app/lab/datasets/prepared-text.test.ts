import { describe, expect, test } from 'vitest';
import { sha256 } from '../sha256.ts';
import { ALPHABETS, tokensOf } from './alphabets.ts';
import { DataError, type DataSource } from './data-source.ts';
import { loadWindows } from './load-dataset.ts';

type Files = Map<string, Uint8Array<ArrayBuffer>>;

async function gzip(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Names in small: 400 and 100 characters, in memory; `change` damages them. */
async function smallNames(change: (files: Files) => void = () => undefined, characters: string = ALPHABETS.names): Promise<DataSource> {
  const contents: Files = new Map();
  const entries = [];
  for (const [split, length] of [
    ['train', 400],
    ['test', 100],
  ] as const) {
    const raw = tokensOf('Ada\nBo\nCleo\n'.repeat(40).slice(0, length), ALPHABETS.names);
    const name = `names-${split}-text.bin`;
    contents.set(name, await gzip(raw));
    const checks = { uncompressedBytes: raw.length, sha256: await sha256(raw) };
    entries.push({ name, dataset: 'names', split, content: 'text', type: 'u8', shape: [length], characters, ...checks });
  }
  contents.set('manifest.json', new TextEncoder().encode(JSON.stringify({ version: 1, source: 'test', files: entries })));
  change(contents);
  return {
    open: (name) => {
      const bytes = contents.get(name);
      return bytes === undefined
        ? Promise.reject(new DataError(`data: expected ${name}, got none`, 'run the set-up'))
        : Promise.resolve(new Blob([bytes]).stream());
    },
  };
}

const names = { kind: 'names', length: 16, trainExamples: 20, testExamples: 10 } as const;

describe('a prepared text', () => {
  test('gives windows that are spread over each split, with a character after the last one', async () => {
    const { task, train, test: held } = await loadWindows(names, 1, await smallNames());
    expect(task).toMatchObject({
      kind: 'language',
      inputs: { kind: 'tokens', length: 16, vocabulary: 54 },
      scored: { start: 0, count: 16 },
    });
    expect([train.count, train.length, train.hop, train.tokens.length]).toEqual([20, 16, 20, 400]);
    expect([held.count, held.hop]).toEqual([10, 9]);
    for (const { count, length, hop, tokens } of [train, held]) {
      const end = (count - 1) * hop + length;
      expect(end).toBeLessThan(tokens.length);
      expect(end + hop).toBeGreaterThanOrEqual(tokens.length - count);
    }
  });

  test('gives as many windows as there are places, and no more', async () => {
    const most = { ...names, trainExamples: 384 };
    expect((await loadWindows(most, 1, await smallNames())).train.hop).toBe(1);
    await expect(loadWindows({ ...most, trainExamples: 385 }, 1, await smallNames())).rejects.toThrow(
      'at most 384 windows of 16 characters of the train text names, got 385',
    );
  });

  test.each([
    ['missing', (files: Files) => files.delete('names-test-text.bin'), 'expected names-test-text.bin'],
    ['truncated', (files: Files) => files.set('names-train-text.bin', files.get('names-train-text.bin')!.slice(0, 20)), 'cut short'],
    ['another file', (files: Files) => files.set('names-train-text.bin', files.get('names-test-text.bin')!), 'to hold 400 bytes, got 100'],
  ] as const)('refuses a file that is %s', async (_, damage, message) => {
    const loading = loadWindows(names, 1, await smallNames((files) => void damage(files)));
    await expect(loading).rejects.toThrow(message);
    await expect(loading).rejects.toBeInstanceOf(DataError);
  });

  test('refuses bytes with another hash', async () => {
    const altered = await gzip(new Uint8Array(400));
    const loading = loadWindows(names, 1, await smallNames((files) => void files.set('names-train-text.bin', altered)));
    await expect(loading).rejects.toThrow('with SHA-256');
  });

  test('refuses another alphabet than that which models are made for', async () => {
    await expect(loadWindows(names, 1, await smallNames(undefined, 'abc'))).rejects.toThrow(
      'expected a train text names of 54 characters in manifest.json, got 3 other characters',
    );
  });
});
