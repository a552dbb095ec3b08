import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fashion } from './data/fashion.mjs';
import { mnist } from './data/mnist.mjs';
import { installedPackage } from './data/package-files.mjs';
import { book, names } from './data/text.mjs';
import { isEntry, ROOT } from './project.mjs';

/**
 * What `public/data/manifest.json` says of one file. A file is the gzip'd raw bytes of one tensor, row-major, without a
 * header. Its name ends in `.bin`, not `.gz`: servers send `Content-Encoding: gzip` with a `.gz` and the browser would
 * then unpack it unasked. Readers unpack with `DecompressionStream('gzip')` and check `uncompressedBytes` and `sha256`.
 * @typedef {object} DataFile
 * @property {string} name file name beside the manifest
 * @property {string} dataset
 * @property {'train' | 'test'} split
 * @property {'images' | 'labels' | 'text'} content
 * @property {'u8'} type
 * @property {number[]} shape `[examples, pixels]` of images, `[examples]` of labels, `[length]` of a text
 * @property {string} [characters] of a text, which is kept as their indices
 * @property {number} bytes of the gzip'd file
 * @property {number} uncompressedBytes product of `shape`
 * @property {string} sha256 of the uncompressed bytes, lower-case hex
 */

/** @typedef {{ version: number, source: string, files: DataFile[] }} Manifest */

const FORMAT_VERSION = 1;
const TARGET = join(ROOT, 'public', 'data');
const MANIFEST = join(TARGET, 'manifest.json');
const DATASETS = [mnist, fashion, book, names];

/**
 * Writes the datasets to `public/data` unless they are there already, complete and of the installed packages' versions.
 * @throws SetupError when a source file is missing or not what it should be.
 */
export function ensureData() {
  const source = DATASETS.flatMap(({ packages }) => packages.map(installedPackage)).join(' ');
  if (isPrepared(source)) return;
  console.error('Preparing datasets …');
  rmSync(TARGET, { recursive: true, force: true });
  mkdirSync(TARGET, { recursive: true });
  const files = DATASETS.flatMap((data) => data.prepare().map((tensor) => writeTensor(data.dataset, tensor)));
  // The manifest comes last and whole, so that an interrupted run is seen as unfinished.
  writeFileSync(`${MANIFEST}.part`, `${JSON.stringify({ version: FORMAT_VERSION, source, files }, null, 2)}\n`);
  renameSync(`${MANIFEST}.part`, MANIFEST);
}

/**
 * @param {string} dataset
 * @param {import('./data/package-files.mjs').PreparedTensor} tensor
 * @returns {DataFile}
 */
function writeTensor(dataset, { split, content, shape, raw, characters }) {
  const packed = gzipSync(raw);
  const name = `${dataset}-${split}-${content}.bin`;
  writeFileSync(join(TARGET, name), packed);
  const sha256 = createHash('sha256').update(raw).digest('hex');
  const ofText = characters === undefined ? {} : { characters };
  return { name, dataset, split, content, type: 'u8', shape, ...ofText, bytes: packed.length, uncompressedBytes: raw.length, sha256 };
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

if (isEntry(import.meta.filename)) ensureData();
