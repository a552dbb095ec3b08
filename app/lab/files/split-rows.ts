import type { OwnDataSpec } from '../data-spec.ts';
import type { RealColumn } from '../dataset.ts';
import { DataError } from '../datasets/data-source.ts';
import { RandomStream } from '../datasets/random-stream.ts';
import { show } from '../describe-issue.ts';

/** Which rows of a file are examples. */
export interface RowSplitting {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/**
 * The rows of a file of `count` of them, at least as many as are asked for, that are for training and for testing.
 * @param seed chooses those of a shuffled split
 */
export function splitRows(count: number, { split, trainExamples, testExamples }: OwnDataSpec, seed: number): RowSplitting {
  const order = split === 'shuffled' ? permutation(count, new RandomStream(seed, 'table split')) : undefined;
  const rowsFrom = (start: number, length: number): Uint32Array =>
    Uint32Array.from({ length }, (_, at) => order?.[start + at] ?? start + at);
  return { train: rowsFrom(0, trainExamples), test: rowsFrom(trainExamples, testExamples) };
}

/**
 * @param place of the classes, for messages
 * @throws DataError where all training examples are of one class.
 */
export function expectClasses(place: string, labels: Uint8Array, { train }: RowSplitting, names: readonly string[] | null): void {
  const [first = 0] = train;
  const only = labels[first]!;
  if (train.some((row) => labels[row] !== only)) return;
  throw new DataError(
    `${place}: expected two classes or more among the training examples, got ${show(names?.[only] ?? only)} alone`,
    'shuffle the split, or ask for more examples',
  );
}

/** @throws DataError where a number to be told is the same in all training examples. */
export function expectVaried(place: (name: string) => string, columns: readonly RealColumn[], trainExamples: number): void {
  const constant = columns.find(({ deviation }) => deviation === 0);
  if (constant === undefined) return;
  const got = `${constant.mean} in all ${trainExamples}`;
  throw new DataError(
    `${place(constant.name)}: expected numbers that differ among the training examples, got ${got}`,
    'choose another target, or ask for more examples',
  );
}

/** The numbers below `count` in an order drawn at random (Fisher–Yates). */
function permutation(count: number, random: RandomStream): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random.uniform(0, last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}
