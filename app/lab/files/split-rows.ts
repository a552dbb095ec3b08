import type { OwnDataSpec } from '../data-spec.ts';
import type { RealColumn } from '../dataset.ts';
import { DataError } from '../datasets/data-source.ts';
import { RandomStream } from '../datasets/random-stream.ts';
import { show } from '../describe-issue.ts';
import { MAX_CLASSES } from '../spec-limits.ts';

/** Which rows of a file are examples. */
export interface RowSplitting {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/**
 * The rows of a file of `count` of them, at least as many as are asked for, that are for training and for testing. Of a shuffled
 * split either part has the classes in the shares that the whole file has them in, as nearly as whole rows allow.
 * @param labels `[count]` classes of the rows; null where there are none
 * @param seed chooses the rows of a shuffled split
 */
export function splitRows(
  count: number,
  { split, trainExamples, testExamples }: OwnDataSpec,
  labels: Uint8Array | null,
  seed: number,
): RowSplitting {
  const wanted = trainExamples + testExamples;
  if (split === 'in-order') return { train: rowsFrom(0, trainExamples), test: rowsFrom(trainExamples, wanted) };
  const order = permutation(count, new RandomStream(seed, 'table split'));
  if (labels === null) return { train: order.slice(0, trainExamples), test: order.slice(trainExamples, wanted) };
  return dealByClass(order, labels, trainExamples, wanted);
}

/** Goes through the rows in their order and puts the first ones of each class into training, the next ones into testing. */
function dealByClass(order: Uint32Array, labels: Uint8Array, trainExamples: number, wanted: number): RowSplitting {
  const used = shareOut(wanted, countsOf(labels));
  const forTraining = shareOut(trainExamples, used);
  const dealt = used.map(() => 0);
  const parts = { train: new Uint32Array(trainExamples), test: new Uint32Array(wanted - trainExamples) };
  const filled = { train: 0, test: 0 };
  for (const row of order) {
    const label = labels[row]!;
    const place = dealt[label]!;
    if (place === used[label]) continue;
    dealt[label] = place + 1;
    const part = place < forTraining[label]! ? 'train' : 'test';
    parts[part][filled[part]++] = row;
  }
  return parts;
}

/**
 * Shares `total` out in proportion to `counts`, whose sum is as large or larger: each gets its quota rounded down, and those with the
 * largest remainders, the first ones of equals, one more. None gets more than its count.
 */
function shareOut(total: number, counts: readonly number[]): readonly number[] {
  const sum = counts.reduce((all, count) => all + count, 0);
  const quotas = counts.map((count) => (total * count) / Math.max(sum, 1));
  const shares = quotas.map(Math.floor);
  const left = total - shares.reduce((all, share) => all + share, 0);
  const remainder = (label: number): number => quotas[label]! - shares[label]!;
  const byRemainder = [...counts.keys()].sort((one, other) => remainder(other) - remainder(one) || one - other);
  for (const label of byRemainder.slice(0, left)) shares[label]! += 1;
  return shares;
}

function countsOf(labels: Uint8Array): readonly number[] {
  const counts = new Array<number>(MAX_CLASSES).fill(0);
  for (const label of labels) counts[label]! += 1;
  return counts;
}

function rowsFrom(start: number, end: number): Uint32Array {
  return Uint32Array.from({ length: end - start }, (_, at) => start + at);
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
