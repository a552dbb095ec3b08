import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, SetupError } from '../project.mjs';

/**
 * One tensor of bytes that a data set is prepared as.
 * @typedef {object} PreparedTensor
 * @property {'train' | 'test'} split
 * @property {'images' | 'labels' | 'text'} content
 * @property {number[]} shape `[examples, pixels]` of images, `[examples]` of labels, `[length]` of a text
 * @property {Uint8Array} raw row-major
 * @property {string} [characters] of a text, which is kept as their indices
 */

/** The remedy for a package that is not as it was published. */
export const REINSTALL = 'delete node_modules and run the same command again';

/**
 * Name and version of an installed package.
 * @param {string} name
 */
export function installedPackage(name) {
  const { version } = JSON.parse(readPackageFile(name, 'package.json').toString('utf8'));
  return `${name}@${version}`;
}

/**
 * @param {string} name of the package
 * @param {string} path inside it
 * @throws SetupError when it is not there.
 */
export function readPackageFile(name, path) {
  const file = join(ROOT, 'node_modules', name, path);
  if (!existsSync(file)) throw new SetupError(`datasets: ${file} is missing; ${REINSTALL}`);
  return readFileSync(file);
}
