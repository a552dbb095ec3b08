import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError } from '../../datasets/data-source.ts';
import { decodeTable } from './decode-table.ts';
import { describeTable, suggestChoice } from './describe-table.ts';
import { profileTable, type TableProfile } from './profile-table.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const profile = (text: string): TableProfile => profileTable(bytes(text), 'x.csv', { header: null, delimiter: null });
const trees = 'height,note,leaf,kind\n1.5,first tree,round,oak\n2,second,sharp,elm\n3,third,round,oak\n';

describe('the profile of a table', () => {
  test('tells kinds, counts, range and the first rows', () => {
    const { header, delimiter, rows, columns, preview, faultCount } = profile(trees);
    expect({ header, delimiter, rows, faultCount }).toEqual({ header: true, delimiter: ',', rows: 3, faultCount: 0 });
    expect(columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['height', 'number'],
      ['note', 'text'],
      ['leaf', 'text'],
      ['kind', 'text'],
    ]);
    expect(columns[0]).toMatchObject({ minimum: 1.5, maximum: 3, faultCount: 0 });
    expect(columns[3]?.values).toEqual([
      { value: 'elm', count: 1 },
      { value: 'oak', count: 2 },
    ]);
    expect(preview[0]).toEqual(['1.5', 'first tree', 'round', 'oak']);
  });

  test('finds out whether the first row holds names', () => {
    expect(profile('1,2\n3,4\n')).toMatchObject({ header: false, rows: 2 });
    expect(profile('x,y\n3,4\n')).toMatchObject({ header: true, rows: 1 });
  });

  test('counts what is wrong and says where it begins', () => {
    const { columns, faults, faultCount } = profile('a,b\n1,\n2,3\n?,4\n5,6\nlost\n7,8,9\n');
    expect(columns[0]).toMatchObject({
      kind: 'number',
      faultCount: 1,
      fault: { message: 'x.csv row 4, column "a": expected a finite number, got "?"' },
    });
    expect(columns[1]).toMatchObject({
      kind: 'number',
      faultCount: 1,
      fault: { message: 'x.csv row 2, column "b": expected a finite number, got ""' },
    });
    expect(faults.map(({ message }) => message)).toEqual([
      'x.csv row 6: expected 2 fields, got 1',
      'x.csv row 7: expected 2 fields, got 3',
    ]);
    expect(faultCount).toBe(2);
  });

  test('gives up counting values that are all different', () => {
    const text = ['id,kind', ...Array.from({ length: 300 }, (_, index) => `n${index},${index % 2}`)].join('\n');
    expect(profile(text).columns.map(({ values }) => values?.length ?? null)).toEqual([null, 2]);
  });
});

describe('the description of a table', () => {
  const digest = 'a'.repeat(64);

  test('is data of an experiment that can be read', () => {
    const seen = profile(trees);
    const choice = suggestChoice(seen);
    expect(choice).toEqual({ task: 'class', targets: ['kind'], leftOut: [] });
    const { data } = describeTable(seen, { ...choice, leftOut: ['note'] }, digest);
    expect(data).toMatchObject({
      sha256: digest,
      inputs: [
        { column: 'height', categories: null },
        { column: 'leaf', categories: ['round', 'sharp'] },
      ],
      target: { kind: 'class', column: 'kind', classes: ['elm', 'oak'] },
      trainExamples: 2,
      testExamples: 1,
    });
    expect(decodeTable(bytes(trees), { ...data!, split: 'in-order' }, 1).train.labels).toEqual(Uint8Array.of(1, 0));
  });

  test('suggests numbers for a last column of many, and leaves texts of many kinds out', () => {
    const text = ['name,x,y', ...Array.from({ length: 30 }, (_, index) => `n${index},${index},${index / 2}`)].join('\n');
    expect(suggestChoice(profile(text))).toEqual({ task: 'numbers', targets: ['y'], leftOut: ['name'] });
  });

  test.each([
    ['a text of many kinds', ['y'], 'numbers', [], 'column "name": expected numbers or at most 20 different texts, got 30'],
    ['no column left', ['y'], 'numbers', ['name', 'x', 'one'], 'expected a column beside the target, got none'],
    ['a target of one class', ['one'], 'class', ['name'], 'column "one": expected two classes or more, got "1" alone'],
    ['a target of texts', ['name'], 'numbers', [], 'column "name": expected numbers, got texts'],
    ['a target that is constant', ['one'], 'numbers', ['name'], 'column "one": expected numbers that differ, got 1 in all rows'],
    ['no target', [], 'class', ['name'], 'expected a column to tell, got none'],
  ] as const)('is refused for %s', (_, targets, task, leftOut, message) => {
    const text = ['name,x,one,y', ...Array.from({ length: 30 }, (_row, index) => `n${index},${index},1,${index / 2}`)].join('\n');
    const { data, faults } = describeTable(profile(text), { task, targets, leftOut }, digest);
    expect(data).toBeNull();
    expect(faults.map((fault) => fault.message).join('\n')).toContain(message);
  });

  test('of any text can be read, or says why not', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ',', '\n', '"', '1', '2', '.', '-', ' ', 'oak'), maxLength: 60 });
    fc.assert(
      fc.property(text, (content) => {
        let seen: TableProfile;
        try {
          seen = profile(content);
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
          return;
        }
        const { data, faults } = describeTable(seen, suggestChoice(seen), digest);
        if (data === null) {
          expect(faults.length).toBeGreaterThan(0);
          return;
        }
        try {
          expect(decodeTable(bytes(content), data, 1).train.count).toBe(data.trainExamples);
        } catch (error) {
          // Only a split can fail what the whole table allows.
          expect((error as DataError).message).toMatch(/among the training examples/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
