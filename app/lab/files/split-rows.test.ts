import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tableSchema } from '../table-spec.ts';
import { splitRows, type RowSplitting } from './split-rows.ts';

function splitOf(labels: Uint8Array | null, count: number, trainExamples: number, testExamples: number, seed = 1): RowSplitting {
  const spec = tableSchema.parse({
    ...{ kind: 'table', path: 'x.csv', inputs: [{ column: 'a' }], target: { kind: 'inputs' }, split: 'shuffled' },
    ...{ trainExamples, testExamples },
  });
  return splitRows(count, spec, labels, seed);
}

/** How often each class is among rows. */
function tally(rows: Uint32Array, labels: Uint8Array): number[] {
  const counts = new Array<number>(Math.max(...labels) + 1).fill(0);
  for (const row of rows) counts[labels[row]!]! += 1;
  return counts;
}

const labelsOf = (...counts: readonly number[]): Uint8Array =>
  Uint8Array.from(counts.flatMap((count, label) => new Array<number>(count).fill(label)));

describe('a shuffled split', () => {
  test('has the classes in their shares in both parts, whatever the seed', () => {
    const labels = labelsOf(100, 20, 5);
    for (const seed of [1, 2, 3]) {
      const { train, test: held } = splitOf(labels, 125, 100, 25, seed);
      expect([tally(train, labels), tally(held, labels)]).toEqual([
        [80, 16, 4],
        [20, 4, 1],
      ]);
    }
  });

  test('has them too where it leaves rows out', () => {
    const labels = labelsOf(600, 300, 100);
    const { train, test: held } = splitOf(labels, 1_000, 100, 50);
    expect([tally(train, labels), tally(held, labels)]).toEqual([
      [60, 30, 10],
      [30, 15, 5],
    ]);
  });

  test('draws rows within a class by the seed, in no order, the same ones each time', () => {
    const labels = labelsOf(50, 50);
    const { train, test: held } = splitOf(labels, 100, 60, 20);
    expect(splitOf(labels, 100, 60, 20)).toEqual({ train, test: held });
    expect(splitOf(labels, 100, 60, 20, 2).train).not.toEqual(train);
    expect([...train].toSorted((one, other) => one - other)).not.toEqual([...train]);
    expect(tally(train.slice(0, 20), labels).every((count) => count > 2)).toBe(true);
  });

  test('of rows without classes draws any of them', () => {
    const { train, test: held } = splitOf(null, 40, 20, 10);
    expect(new Set([...train, ...held]).size).toBe(30);
    expect(Math.max(...train, ...held)).toBeGreaterThan(30);
  });

  test('takes each row once, and is nowhere two rows or more from the shares', () => {
    const problem = fc
      .array(fc.nat(40), { minLength: 1, maxLength: 12 })
      .map((counts) => labelsOf(...counts))
      .filter((labels) => labels.length >= 2)
      .chain((labels) =>
        fc
          .tuple(fc.constant(labels), fc.integer({ min: 2, max: labels.length }))
          .chain(([, wanted]) => fc.tuple(fc.constant(labels), fc.constant(wanted), fc.integer({ min: 1, max: wanted - 1 }), fc.nat())),
      );
    fc.assert(
      fc.property(problem, ([labels, wanted, trainExamples, seed]) => {
        const { train, test: held } = splitOf(labels, labels.length, trainExamples, wanted - trainExamples, seed);
        expect([train.length, held.length]).toEqual([trainExamples, wanted - trainExamples]);
        expect(new Set([...train, ...held]).size).toBe(wanted);
        const counts = tally(Uint32Array.from(labels.keys()), labels);
        for (const part of [train, held]) {
          const shares = tally(part, labels);
          for (const [label, count] of counts.entries()) {
            expect(Math.abs(shares[label]! - (part.length * count) / labels.length)).toBeLessThan(2);
          }
        }
      }),
    );
  });
});
