import type { Dataset, RowSplit } from '../dataset.ts';
import { DataError, type DataSource } from './data-source.ts';
import { FASHION_CLASSES } from './fashion-classes.ts';
import { readManifest, readPrepared, type PreparedFile } from './prepared-file.ts';

const SIDE = 28;
const CLASSES = 10;

/** Data sets of 28 × 28 images in ten classes. */
export type ImageSetName = keyof typeof TITLES;

const TITLES = { mnist: 'MNIST', fashion: 'Fashion-MNIST' } as const;

/** Which examples, and how many. */
interface ImageRequest {
  readonly dataset: ImageSetName;
  readonly trainExamples: number;
  readonly testExamples: number;
}

/**
 * The first images of a set's training and test split.
 * @throws DataError when a file is missing, damaged or shorter than asked for; the signal's reason once aborted.
 */
export async function loadImageSet(
  source: DataSource,
  { dataset, trainExamples, testExamples }: ImageRequest,
  signal?: AbortSignal,
): Promise<Dataset<RowSplit>> {
  const prepared = { source, dataset, files: await readManifest(source, signal), signal };
  const [train, test] = await Promise.all([loadSplit(prepared, 'train', trainExamples), loadSplit(prepared, 'test', testExamples)]);
  const names = dataset === 'fashion' ? { names: FASHION_CLASSES } : {};
  return {
    task: { kind: 'classification', classes: CLASSES, ...names, inputs: { kind: 'image', width: SIDE, height: SIDE, channels: 1 } },
    train,
    test,
  };
}

interface Prepared {
  readonly source: DataSource;
  readonly dataset: ImageSetName;
  readonly files: readonly PreparedFile[];
  readonly signal: AbortSignal | undefined;
}

async function loadSplit(prepared: Prepared, split: 'train' | 'test', count: number): Promise<RowSplit> {
  const { source, dataset, signal } = prepared;
  const [images, labels] = await Promise.all(
    (['images', 'labels'] as const).map((content) => readPrepared(source, findFile(prepared, split, content, count), signal)),
  );
  const features = SIDE * SIDE;
  const result: RowSplit = { count, features, inputs: images!.slice(0, count * features), labels: labels!.slice(0, count) };
  const strange = labels!.subarray(0, count).findIndex((label) => label >= CLASSES);
  if (strange >= 0) {
    throw new DataError(
      `data: expected ${TITLES[dataset]} labels 0 to 9, got ${labels![strange]!} at ${split} ${strange}`,
      'run npm start again',
    );
  }
  return result;
}

function findFile({ dataset, files }: Prepared, split: 'train' | 'test', content: 'images' | 'labels', count: number): PreparedFile {
  const file = files.find((entry) => entry.dataset === dataset && entry.split === split && entry.content === content);
  const tail = content === 'images' ? [SIDE * SIDE] : [];
  const bytes = file?.shape.reduce((product, size) => product * size, 1);
  if (file === undefined || bytes !== file.uncompressedBytes || file.shape.slice(1).join() !== tail.join() || file.shape[0]! < count) {
    const got = file === undefined ? 'none' : `[${file.shape.join(', ')}] in ${file.uncompressedBytes} bytes`;
    throw new DataError(
      `data: expected ${TITLES[dataset]} ${split} ${content} of shape [${[`≥ ${count}`, ...tail].join(', ')}] in manifest.json, got ${got}`,
      'run npm start again, or ask for fewer examples',
    );
  }
  return file;
}
