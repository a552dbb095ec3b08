import { SetupError } from '../project.mjs';
import { readPackageFile, REINSTALL } from './package-files.mjs';

const PACKAGE = 'fashion-mnist';
const CLASSES = 10;
const PIXELS = 784;
/** Images of each class. */
const COUNTS = { test: 1_000, train: 6_000 };

/** Fashion-MNIST in its published splits; the package keeps each class by itself, so here classes take turns. */
export const fashion = {
  dataset: 'fashion',
  packages: [PACKAGE],
  /** @returns {import('./package-files.mjs').PreparedTensor[]} */
  prepare() {
    const splits = {
      train: { images: new Uint8Array(CLASSES * COUNTS.train * PIXELS), labels: new Uint8Array(CLASSES * COUNTS.train) },
      test: { images: new Uint8Array(CLASSES * COUNTS.test * PIXELS), labels: new Uint8Array(CLASSES * COUNTS.test) },
    };
    for (let label = 0; label < CLASSES; label++) {
      for (const [index, image] of readClass(label).entries()) {
        // Of each class the package lists the images for testing first.
        const [split, turn] = index < COUNTS.test ? [splits.test, index] : [splits.train, index - COUNTS.test];
        const example = turn * CLASSES + label;
        split.images.set(image, example * PIXELS);
        split.labels[example] = label;
      }
    }
    return [...tensorsOf('train', splits.train), ...tensorsOf('test', splits.test)];
  },
};

/**
 * @param {'train' | 'test'} split
 * @param {{ images: Uint8Array, labels: Uint8Array }} examples
 * @returns {import('./package-files.mjs').PreparedTensor[]}
 */
function tensorsOf(split, { images, labels }) {
  return [
    { split, content: 'images', shape: [labels.length, PIXELS], raw: images },
    { split, content: 'labels', shape: [labels.length], raw: labels },
  ];
}

/**
 * All images of a class; entries without pixels, left over from lines of headings, are no images.
 * @param {number} label
 * @returns {number[][]}
 */
function readClass(label) {
  const file = `src/clothes/${label}.json`;
  /** @type {{ data: number[][] }} */
  const { data } = JSON.parse(readPackageFile(PACKAGE, file).toString('utf8'));
  const images = data.filter((image) => image.length > 0);
  const expected = COUNTS.train + COUNTS.test;
  if (images.length !== expected || images.some((image) => image.length !== PIXELS)) {
    throw new SetupError(
      `datasets: expected ${file} of ${PACKAGE} to hold ${expected} images of ${PIXELS} pixels, got ${images.length} images; ${REINSTALL}`,
    );
  }
  return images;
}
