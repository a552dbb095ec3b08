import { describe, expect, test } from 'vitest';
import type { RowDataSpec } from '../data-spec.ts';
import { DataError, type DataSource } from './data-source.ts';
import { loadRows } from './load-dataset.ts';
import { sha256 } from '../sha256.ts';

const PIXELS = 784;

const noFiles: DataSource = {
  open: (name) => Promise.reject(new DataError(`data: expected ${name}, got none`, 'run the set-up')),
};

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer());
}

/** MNIST in small: 300 training and 200 test examples, in memory; `change` damages it. */
async function smallMnist(change: (files: Map<string, Uint8Array<ArrayBuffer>>) => void = () => undefined): Promise<DataSource> {
  const contents = new Map<string, Uint8Array<ArrayBuffer>>();
  const entries = [];
  for (const [split, count] of [
    ['train', 300],
    ['test', 200],
  ] as const) {
    for (const [content, features] of [
      ['images', PIXELS],
      ['labels', 1],
    ] as const) {
      const raw = Uint8Array.from({ length: count * features }, (_, index) => (features === 1 ? index % 10 : index % 251));
      const name = `mnist-${split}-${content}.bin`;
      contents.set(name, await gzip(raw));
      const shape = features === 1 ? [count] : [count, features];
      entries.push({ name, dataset: 'mnist', split, content, type: 'u8', shape, uncompressedBytes: raw.length, sha256: await sha256(raw) });
    }
  }
  contents.set('manifest.json', new TextEncoder().encode(JSON.stringify({ version: 1, source: 'test', files: entries })));
  change(contents);
  return {
    open: (name) => {
      const bytes = contents.get(name);
      if (bytes === undefined) return noFiles.open(name);
      return Promise.resolve(new Blob([bytes]).stream());
    },
  };
}

const mnist: RowDataSpec = { kind: 'mnist', trainExamples: 120, testExamples: 100 };

describe('MNIST', () => {
  test('gives the first examples of each split', async () => {
    const dataset = await loadRows(mnist, 1, await smallMnist());
    expect(dataset.task).toEqual({ kind: 'classification', classes: 10, inputs: { kind: 'image', width: 28, height: 28, channels: 1 } });
    expect([dataset.train.count, dataset.train.inputs.length, dataset.test.count]).toEqual([120, 120 * PIXELS, 100]);
    expect(dataset.train.inputs[300]).toBe(300 % 251);
    expect(dataset.train.labels?.slice(0, 12)).toEqual(Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1));
  });

  test.each([
    ['missing', (files: Map<string, Uint8Array<ArrayBuffer>>) => files.delete('mnist-test-labels.bin'), 'expected mnist-test-labels.bin'],
    [
      'HTML in its place',
      (files) => files.set('mnist-train-images.bin', new TextEncoder().encode('<!doctype html>')),
      'cut short, not gzip',
    ],
    ['truncated', (files) => files.set('mnist-train-images.bin', files.get('mnist-train-images.bin')!.slice(0, 200)), 'cut short'],
    ['a bomb', (files) => files.set('mnist-train-labels.bin', files.get('mnist-train-images.bin')!), 'at most 300 bytes, got more'],
    ['another file', (files) => files.set('mnist-train-labels.bin', files.get('mnist-test-labels.bin')!), 'to hold 300 bytes, got 200'],
    ['no manifest', (files) => files.set('manifest.json', new TextEncoder().encode('<!doctype html>')), 'manifest.json to be JSON'],
    [
      'a strange manifest',
      (files) => files.set('manifest.json', new TextEncoder().encode('{"version":9}')),
      'manifest.json is not as expected',
    ],
  ] satisfies [string, (files: Map<string, Uint8Array<ArrayBuffer>>) => unknown, string][])(
    'refuses a file that is %s',
    async (_, damage, message) => {
      const loading = loadRows(mnist, 1, await smallMnist((files) => void damage(files)));
      await expect(loading).rejects.toThrow(message);
      await expect(loading).rejects.toBeInstanceOf(DataError);
    },
  );

  test('is not taken for Fashion-MNIST, which has files of its own', async () => {
    const loading = loadRows({ ...mnist, kind: 'fashion' }, 1, await smallMnist());
    await expect(loading).rejects.toThrow('expected Fashion-MNIST train images of shape [≥ 120, 784] in manifest.json, got none');
  });

  test('refuses bytes with another hash', async () => {
    const altered = await gzip(Uint8Array.from({ length: 300 }, () => 3));
    const loading = loadRows(mnist, 1, await smallMnist((files) => files.set('mnist-train-labels.bin', altered)));
    await expect(loading).rejects.toThrow('with SHA-256');
  });

  test('refuses to give more examples than there are', async () => {
    const loading = loadRows({ ...mnist, trainExamples: 301 }, 1, await smallMnist());
    await expect(loading).rejects.toThrow('≥ 301');
  });
});

describe('sets in the plane', () => {
  test.each(['spirals', 'moons', 'circles', 'xor', 'blobs'] as const)(
    '%s depend on the seed alone and have balanced classes',
    async (kind) => {
      const spec: RowDataSpec = { kind, trainExamples: 400, testExamples: 100, noise: 0.1 };
      const [one, same, other] = await Promise.all([1, 1, 2].map((seed) => loadRows(spec, seed, noFiles)));
      expect(one).toEqual(same);
      expect(one!.train.inputs).not.toEqual(other!.train.inputs);
      expect(one!.train.inputs.slice(0, 200)).not.toEqual(one!.test.inputs.slice(0, 200));
      const classes = one!.task.kind === 'classification' ? one!.task.classes : 0;
      const counts = Array.from({ length: classes }, (_, label) => one!.train.labels!.filter((value) => value === label).length);
      expect(counts).toEqual(counts.map(() => 400 / classes));
      const inputs = one!.train.inputs as Float32Array;
      expect(inputs.every((value) => Number.isFinite(value) && Math.abs(value) < 3)).toBe(true);
      for (const axis of [0, 1]) {
        const values = inputs.filter((_, index) => index % 2 === axis);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
        expect(Math.abs(mean)).toBeLessThan(0.2);
        expect(spread).toBeGreaterThan(0.6);
        expect(spread).toBeLessThan(1.5);
      }
    },
  );

  test('without noise circles are circles', async () => {
    const { train } = await loadRows({ kind: 'circles', trainExamples: 50, testExamples: 10, noise: 0 }, 3, noFiles);
    for (let index = 0; index < 50; index++) {
      expect(Math.hypot(train.inputs[2 * index]!, train.inputs[2 * index + 1]!)).toBeCloseTo(index % 2 === 0 ? 1.8 : 0.9, 5);
    }
  });
});

describe('curves', () => {
  test('are thin, anti-aliased and away from the edge', async () => {
    const { train, task } = await loadRows({ kind: 'curves', trainExamples: 200, testExamples: 100 }, 1, noFiles);
    expect(task.kind).toBe('reconstruction');
    expect(train.labels).toBeNull();
    for (let index = 0; index < train.count; index++) {
      const image = train.inputs.subarray(index * PIXELS, (index + 1) * PIXELS);
      const inked = image.filter((value) => value > 0);
      expect(inked.length).toBeGreaterThan(2);
      expect(inked.length).toBeLessThan(250);
      expect(inked.some((value) => value > 0 && value < 255)).toBe(true);
      expect(image.subarray(0, 28).every((value) => value === 0)).toBe(true);
    }
  });

  test('depend on the seed alone', async () => {
    const spec: RowDataSpec = { kind: 'curves', trainExamples: 100, testExamples: 100 };
    const [one, same, other] = await Promise.all([1, 1, 2].map((seed) => loadRows(spec, seed, noFiles)));
    expect(one).toEqual(same);
    expect(one!.train.inputs).not.toEqual(other!.train.inputs);
    expect(one!.train.inputs).not.toEqual(one!.test.inputs);
  });

  test('20,000 are made in a moment', async () => {
    const start = performance.now();
    await loadRows({ kind: 'curves', trainExamples: 20_000, testExamples: 100 }, 1, noFiles);
    const elapsed = performance.now() - start;
    console.log(`20,000 curves in ${elapsed.toFixed(0)} ms`);
    expect(elapsed).toBeLessThan(5_000);
  });
});
