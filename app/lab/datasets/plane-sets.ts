import type { Dataset, RowSplit } from '../dataset.ts';
import { RandomStream } from './random-stream.ts';

export type PlaneKind = 'spirals' | 'moons' | 'circles' | 'xor' | 'blobs';

/** How one set of classes in the plane is drawn; coordinates have a spread of about 1. */
interface PlaneSet {
  readonly classes: number;
  /** A noise-free point of class `label`. */
  point(random: RandomStream, label: number): readonly [x: number, y: number];
}

const SPIRAL_TURNS = 1.25;
const BLOB_RADIUS = 1.4;

const SETS: Readonly<Record<PlaneKind, PlaneSet>> = {
  spirals: {
    classes: 2,
    point: (random, label) => {
      // The square root spreads the points evenly along the arm.
      const along = Math.sqrt(random.uniform());
      const angle = 2 * Math.PI * SPIRAL_TURNS * along + Math.PI * label;
      return [2 * along * Math.cos(angle), 2 * along * Math.sin(angle)];
    },
  },
  moons: {
    classes: 2,
    point: (random, label) => {
      const angle = random.uniform(0, Math.PI);
      const [x, y] = label === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
      return [1.2 * (x - 0.5), 2 * (y - 0.25)];
    },
  },
  circles: {
    classes: 2,
    point: (random, label) => {
      const angle = random.uniform(0, 2 * Math.PI);
      const radius = label === 0 ? 1.8 : 0.9;
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    },
  },
  xor: {
    classes: 2,
    point: (random, label) => {
      const x = random.uniform(-1.8, 1.8);
      const y = random.uniform(0.1, 1.8);
      return [x, Math.sign(x) * (label === 0 ? y : -y)];
    },
  },
  blobs: {
    classes: 4,
    point: (_random, label) => {
      const angle = (Math.PI / 2) * (label + 0.5);
      return [BLOB_RADIUS * Math.cos(angle), BLOB_RADIUS * Math.sin(angle)];
    },
  },
};

/**
 * Points of the plane in classes of equal size (they take turns), with normal noise of standard deviation `noise` on both
 * coordinates. The training and the test split come from streams of their own.
 */
export function makePlaneSet(kind: PlaneKind, trainExamples: number, testExamples: number, noise: number, seed: number): Dataset<RowSplit> {
  const set = SETS[kind];
  return {
    task: { kind: 'classification', classes: set.classes, inputs: { kind: 'point' } },
    train: makeSplit(set, trainExamples, noise, new RandomStream(seed, `${kind} train`)),
    test: makeSplit(set, testExamples, noise, new RandomStream(seed, `${kind} test`)),
  };
}

function makeSplit(set: PlaneSet, count: number, noise: number, random: RandomStream): RowSplit {
  const inputs = new Float32Array(2 * count);
  const labels = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    const label = index % set.classes;
    const [x, y] = set.point(random, label);
    labels[index] = label;
    inputs[2 * index] = x + noise * random.normal();
    inputs[2 * index + 1] = y + noise * random.normal();
  }
  return { count, features: 2, inputs, labels };
}
