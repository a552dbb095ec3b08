import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isEntry, ROOT, runMain, SetupError } from './project.mjs';

/** All that a build depends on. */
const SOURCES = ['app', 'gpu', 'shaders', 'public', 'index.html', 'vite.config.ts', 'tsconfig.json', 'package-lock.json'];

/** Lies in the build itself, so that a build by hand, which empties the folder, takes it away. */
const STAMP = join(ROOT, 'dist', '.sources');

/**
 * Builds the page into `dist` unless the build there was made of the very same sources.
 * @throws SetupError when the sources do not build.
 */
export async function ensureBuilt() {
  const digest = digestOfSources();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest) return;
  console.log('Building …');
  const { build } = await import('vite');
  try {
    await build({ root: ROOT, logLevel: 'warn' });
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : String(error)}\n\nbuild: correct the file named above and run again`);
  }
  writeFileSync(STAMP, digest);
}

function digestOfSources() {
  const hash = createHash('sha256');
  for (const path of SOURCES.flatMap(filesOf)) hash.update(`${path}\0`).update(readFileSync(join(ROOT, path)));
  return hash.digest('hex');
}

/**
 * A file itself, or the files below a folder, as paths from the checkout; tests are not part of a build.
 * @param {string} path
 */
function filesOf(path) {
  const stats = statSync(join(ROOT, path), { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return [path];
  const entries = readdirSync(join(ROOT, path), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    .sort();
}

if (isEntry(import.meta.filename)) {
  await runMain(async () => {
    await ensureBuilt();
    return 0;
  });
}
