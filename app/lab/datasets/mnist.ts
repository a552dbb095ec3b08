import type { Dataset, Split } from '../dataset.ts';
import { DataError, type DataSource } from './data-source.ts';
import { readManifest, readPrepared, type PreparedFile } from './prepared-file.ts';

const SIDE = 28;
const CLASSES = 10;

/**
 * The first images of MNIST's training and test split, in the published order.
 * @throws DataError when a file is missing, damaged or shorter than asked for; the signal's reason once aborted.
 */
export async function loadMnist(source: DataSource, trainExamples: number, testExamples: number, signal?: AbortSignal): Promise<Dataset> {
  const prepared = { source, files: await readManifest(source, signal), signal };
  const [train, test] = await Promise.all([loadSplit(prepared, 'train', trainExamples), loadSplit(prepared, 'test', testExamples)]);
  return { task: { kind: 'classification', classes: CLASSES, inputs: { kind: 'image', width: SIDE, height: SIDE } }, train, test };
}

interface Prepared {
  readonly source: DataSource;
  readonly files: readonly PreparedFile[];
  readonly signal: AbortSignal | undefined;
}

async function loadSplit({ source, files, signal }: Prepared, split: 'train' | 'test', count: number): Promise<Split> {
  const [images, labels] = await Promise.all(
    (['images', 'labels'] as const).map((content) => readPrepared(source, findFile(files, split, content, count), signal)),
  );
  const features = SIDE * SIDE;
  const result = { count, features, inputs: images!.slice(0, count * features), labels: labels!.slice(0, count) };
  const strange = result.labels.findIndex((label) => label >= CLASSES);
  if (strange >= 0) {
    throw new DataError(`data: expected MNIST labels 0 to 9, got ${result.labels[strange]!} at ${split} ${strange}`, 'run npm start again');
  }
  return result;
}

function findFile(files: readonly PreparedFile[], split: 'train' | 'test', content: 'images' | 'labels', count: number): PreparedFile {
  const file = files.find((entry) => entry.dataset === 'mnist' && entry.split === split && entry.content === content);
  const tail = content === 'images' ? [SIDE * SIDE] : [];
  const bytes = file?.shape.reduce((product, size) => product * size, 1);
  if (file === undefined || bytes !== file.uncompressedBytes || file.shape.slice(1).join() !== tail.join() || file.shape[0]! < count) {
    const got = file === undefined ? 'none' : `[${file.shape.join(', ')}] in ${file.uncompressedBytes} bytes`;
    throw new DataError(
      `data: expected MNIST ${split} ${content} of shape [${[`≥ ${count}`, ...tail].join(', ')}] in manifest.json, got ${got}`,
      'run npm start again, or ask for fewer examples',
    );
  }
  return file;
}
