import { describe, expect, test } from 'vitest';
import { DataError, type DataSource } from '../datasets/data-source.ts';
import { fileSchema, type FileSpec } from '../file-spec.ts';
import { noSpecFiles } from '../spec-files.ts';
import { sha256 } from '../sha256.ts';
import { tableSchema } from '../table-spec.ts';
import { encodeNpz } from './npz.ts';
import { readSpecFiles } from './read-spec-files.ts';
import { pythonNpz, pythonSafetensors } from './testing/python-files.ts';

type Files = Readonly<Record<string, Uint8Array<ArrayBuffer> | string>>;

function source(files: Files): DataSource {
  return {
    open: (name) => {
      const content = files[name];
      if (content === undefined) return Promise.reject(new DataError(`data: expected ${name}, got none`, 'correct the path'));
      return Promise.resolve(new Blob([content]).stream());
    },
  };
}

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer());
}

const arrays = fileSchema.parse({
  kind: 'file',
  from: { format: 'npz', path: 'x.npz', array: 'x' },
  inputs: { kind: 'vector', size: 2 },
  target: { kind: 'class', from: { format: 'npz', path: 'x.npz', array: 'y' }, classes: 3 },
  trainExamples: 2,
  testExamples: 1,
});
const table = tableSchema.parse({
  kind: 'table',
  path: 'x.csv',
  inputs: [{ column: 'a' }, { column: 'b' }],
  target: { kind: 'class', column: 'class', classes: ['0', '1', '2'] },
  standardise: false,
  split: 'in-order',
  trainExamples: 2,
  testExamples: 1,
});
const images = fileSchema.parse({
  ...arrays,
  from: { format: 'idx', path: 'images.gz' },
  inputs: { kind: 'image', width: 2, height: 1 },
  target: { kind: 'class', from: { format: 'idx', path: 'labels' }, classes: 3 },
});

describe('data in files', () => {
  const rows = 'a,b,class\n1,2,0\n3,4,1\n5,6,2\n7,8,9\n';

  test('from a table: the first rows are for training, the next for testing', async () => {
    const dataset = await readSpecFiles(source({ 'x.csv': rows })).dataset(table, 1);
    expect(dataset.task).toEqual({ kind: 'classification', classes: 3, names: ['0', '1', '2'], inputs: { kind: 'point' } });
    expect(dataset.train).toMatchObject({ count: 2, features: 2, inputs: Float32Array.of(1, 2, 3, 4), labels: Uint8Array.of(0, 1) });
    expect(dataset.test).toMatchObject({ count: 1, features: 2, inputs: Float32Array.of(5, 6), labels: Uint8Array.of(2) });
  });

  test('from a table that was changed are refused', async () => {
    const files = readSpecFiles(source({ 'x.csv': rows }));
    const digest = await sha256(new TextEncoder().encode(rows));
    expect((await files.dataset({ ...table, sha256: digest }, 1)).train.count).toBe(2);
    const other = '0'.repeat(64);
    await expect(files.dataset({ ...table, sha256: other }, 1)).rejects.toThrow(
      `expected x.csv with SHA-256 000000000000…, got ${digest.slice(0, 12)}…`,
    );
  });

  test('from arrays that Python wrote', async () => {
    const { train, test: held } = await readSpecFiles(source({ 'x.npz': pythonNpz })).dataset(arrays, 1);
    expect(train).toMatchObject({ count: 2, features: 2, inputs: Float32Array.of(0, 0.5, 1, 1.5), labels: Uint8Array.of(0, 1) });
    expect(held).toMatchObject({ count: 1, features: 2, inputs: Float32Array.of(2, 2.5), labels: Uint8Array.of(2) });
  });

  test('without classes are to be reconstructed', async () => {
    const dataset = await readSpecFiles(source({ 'x.npz': pythonNpz })).dataset({ ...arrays, target: { kind: 'inputs' } }, 1);
    expect(dataset.task.kind).toBe('reconstruction');
    expect(dataset.train.labels).toBeNull();
  });

  const pixels = Uint8Array.of(0, 0, 8, 3, 0, 32, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, ...new Uint8Array(100));
  const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 2, 1, 0);

  test('from IDX, unpacked as their names say', async () => {
    const { train, test: held } = await readSpecFiles(source({ 'images.gz': await gzip(pixels), labels })).dataset(images, 1);
    expect(train).toEqual({ count: 2, features: 2, inputs: Uint8Array.of(1, 2, 3, 4), labels: Uint8Array.of(2, 1) });
    expect(held).toEqual({ count: 1, features: 2, inputs: Uint8Array.of(5, 6), labels: Uint8Array.of(0) });
  });

  test('from IDX that never ends are read no further than needed', async () => {
    let read = 0;
    const endless: DataSource = {
      open: () =>
        Promise.resolve(
          new ReadableStream<Uint8Array<ArrayBuffer>>({
            pull: (controller) => {
              controller.enqueue(read === 0 ? pixels.slice() : new Uint8Array(100));
              read += 1;
            },
          }),
        ),
    };
    const unlabelled = fileSchema.parse({ ...images, from: { format: 'idx', path: 'images' }, target: { kind: 'inputs' } });
    const { train } = await readSpecFiles(endless).dataset(unlabelled, 1);
    expect(train.inputs).toEqual(Uint8Array.of(1, 2, 3, 4));
    expect(read).toBeLessThan(4);
  });

  test('from a file that was changed are refused, of IDX as well', async () => {
    const files = readSpecFiles(source({ 'images.gz': await gzip(pixels), labels }));
    const changed = { ...images, target: { ...images.target, from: { format: 'idx', path: 'labels', sha256: '0'.repeat(64) } } };
    await expect(files.dataset(fileSchema.parse(changed), 1)).rejects.toThrow('expected labels with SHA-256 000000000000…');
    const known = { ...images, target: { ...images.target, from: { format: 'idx', path: 'labels', sha256: await sha256(labels) } } };
    expect((await files.dataset(fileSchema.parse(known), 1)).train.labels).toEqual(Uint8Array.of(2, 1));
  });

  const npz = (x: Float32Array<ArrayBuffer>, y: Uint8Array<ArrayBuffer>, shape = [3, 2]): Files => ({
    'x.npz': new Uint8Array(
      encodeNpz(
        new Map([
          ['x', { shape, values: x }],
          ['y', { shape: [y.length], values: y }],
        ]),
      ),
    ),
  });
  const six = Float32Array.of(1, 2, 3, 4, 5, 6);
  test.each([
    ['a file that is not there', arrays, {}, 'expected x.npz, got none'],
    [
      'NaN in an array',
      arrays,
      npz(Float32Array.of(1, 2, 3, NaN, 5, 6), Uint8Array.of(0, 1, 2)),
      'array "x": expected finite float32 numbers, got NaN at row 1, column 1',
    ],
    ['a class too many', arrays, npz(six, Uint8Array.of(0, 3, 2)), 'x.npz array "y": expected a class from 0 to 2, got 3 at row 1'],
    ['too few classes', arrays, npz(six, Uint8Array.of(0, 1)), 'x.npz array "y": expected at least 3 examples, got 2'],
    [
      'too few examples',
      arrays,
      npz(six.slice(0, 4), Uint8Array.of(0, 1, 2), [2, 2]),
      'x.npz array "x": expected at least 3 examples, got 2',
    ],
    [
      'examples of another size',
      arrays,
      npz(six, Uint8Array.of(0, 1, 2), [2, 3]),
      'x.npz array "x": expected 2 values an example, got [2, 3]',
    ],
    ['gzip that is none', images, { 'images.gz': 'hello', labels: 'hello' }, 'images.gz is cut short, not gzip or cannot be read'],
    [
      'more than 256 MiB',
      { ...images, inputs: { kind: 'image', width: 4_096, height: 4_096, channels: 1 }, trainExamples: 100 },
      {},
      'data: expected at most 268435456 values',
    ],
  ] satisfies [string, FileSpec, Files, string][])('are refused for %s', async (_, data, files, message) => {
    const reading = readSpecFiles(source(files)).dataset(data, 1);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toBeInstanceOf(DataError);
  });

  test('are refused where there are no files', async () => {
    await expect(noSpecFiles.dataset(arrays, 1)).rejects.toThrow('data: expected no files in an experiment of the page, got x.npz');
    await expect(noSpecFiles.dataset(table, 1)).rejects.toThrow('got x.csv');
    await expect(noSpecFiles.tensors('x.safetensors')).rejects.toBeInstanceOf(DataError);
  });
});

describe('weights in files', () => {
  test('come with the name of their file', async () => {
    const { file, tensors } = await readSpecFiles(source({ 'python.safetensors': pythonSafetensors })).tensors('python.safetensors');
    expect(file).toBe('python.safetensors');
    expect(tensors.get('dense 1.weight')).toMatchObject({ dtype: 'F32', shape: [3, 2] });
  });
});
