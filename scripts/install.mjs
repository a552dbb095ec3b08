import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runNpm, SetupError } from './project.mjs';

/** @typedef {{ version?: string, optional?: boolean, devOptional?: boolean }} LockedPackage */

/**
 * Installs the packages of package-lock.json when node_modules does not hold exactly those.
 * @throws SetupError when Node is too old or npm fails.
 */
export async function ensureInstalled() {
  checkNode();
  if (isInstalled()) return;
  // What a command prints is its answer alone.
  console.error('Installing packages (npm ci) …');
  const { code } = await runNpm(['ci', '--include=dev', '--no-audit', '--no-fund']);
  if (code !== 0) throw new SetupError(`install: npm ci ended with exit code ${code}; check the network and run the same command again`);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const good = major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
  if (!good) {
    throw new SetupError(
      `install: expected Node 20.19 or newer (22.12 or newer of Node 22), got ${process.versions.node}; update Node from nodejs.org`,
    );
  }
}

/** True when npm's record of what it installed lists every locked package at its locked version. */
function isInstalled() {
  const installed = readLock(join('node_modules', '.package-lock.json'));
  if (installed === null) return false;
  const locked = readLock('package-lock.json');
  if (locked === null) throw new SetupError('install: package-lock.json is missing; restore it with git checkout package-lock.json');
  return Object.entries(locked).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed[path];
    return found === undefined ? wanted.optional === true || wanted.devOptional === true : found.version === wanted.version;
  });
}

/**
 * @param {string} path
 * @returns {Record<string, LockedPackage> | null}
 */
function readLock(path) {
  const file = join(ROOT, path);
  if (!existsSync(file)) return null;
  /** @type {{ packages: Record<string, LockedPackage> }} */
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  return lock.packages;
}
