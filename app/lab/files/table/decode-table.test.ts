import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError } from '../../datasets/data-source.ts';
import { tableSchema, type TableSpec } from '../../table-spec.ts';
import { decodeTable } from './decode-table.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Two inputs and a class as they stand in the file, unless said otherwise. */
function spec(changes: object = {}): TableSpec {
  return tableSchema.parse({
    kind: 'table',
    path: 'x.csv',
    inputs: [{ column: 'a' }, { column: 'b' }],
    target: { kind: 'class', column: 'kind', classes: ['oak', 'elm'] },
    standardise: false,
    split: 'in-order',
    trainExamples: 2,
    testExamples: 1,
    ...changes,
  });
}
const numbers = (changes: object = {}): TableSpec => spec({ target: { kind: 'numbers', columns: ['y'] }, ...changes });
const decode = (text: string, asked = spec(), seed = 1): ReturnType<typeof decodeTable> => decodeTable(bytes(text), asked, seed);

describe('a table', () => {
  test('gives inputs in the order asked for and classes by name, past a byte order mark, quotes and spaces', () => {
    const text = '\uFEFF"b, cm",kind,a\r\n" 1.5",oak,+.25\r\n-3e-2," elm ",7\r\n0,"oak",1\r\n\r\n';
    const { train, test: held, task } = decode(text, spec({ inputs: [{ column: 'a' }, { column: 'b, cm' }] }));
    expect(train).toMatchObject({ count: 2, features: 2, inputs: Float32Array.of(0.25, 1.5, 7, -0.03), labels: Uint8Array.of(0, 1) });
    expect(held).toMatchObject({ inputs: Float32Array.of(1, 0), labels: Uint8Array.of(0), rows: Uint32Array.of(4) });
    expect(task).toEqual({ kind: 'classification', classes: 2, names: ['oak', 'elm'], inputs: { kind: 'point' } });
  });

  test.each([';', '\t', '|'])('finds out that %j stands between its fields', (delimiter) => {
    const text = ['a,b,kind', '1,2,oak', '3,4,elm', '5,6,oak'].join('\n').replaceAll(',', delimiter);
    expect(decode(text).train.inputs).toEqual(Float32Array.of(1, 2, 3, 4));
  });

  test('without names has numbers for them', () => {
    const asked = spec({ header: false, inputs: [{ column: '2' }], target: { kind: 'class', column: '1', classes: ['0', '1'] } });
    expect(decode('0,5\n1.0,6\n+1,7', asked).train).toMatchObject({ inputs: Float32Array.of(5, 6), labels: Uint8Array.of(0, 1) });
  });

  test('gives an input of 0 or 1 for each text of a column', () => {
    const asked = spec({ inputs: [{ column: 'a', categories: ['x', '2', 'z'] }], standardise: true });
    const { train } = decode('a,kind\nz,oak\n2.0,elm\nx,oak\n', asked);
    expect(train.inputs).toEqual(Float32Array.of(0, 0, 1, 0, 1, 0));
    expect(train.columns?.map(({ name }) => name)).toEqual(['a = x', 'a = 2', 'a = z']);
  });

  test('is standardised by the training examples alone, targets as well', () => {
    const { train, test: held, task } = decode('a,b,y\n1,5,10\n3,5,30\n100,9,50\n', numbers({ standardise: true }));
    expect(train.inputs).toEqual(Float32Array.of(-1, 0, 1, 0));
    expect(held.inputs).toEqual(Float32Array.of(98, 0));
    expect(train.targets).toEqual({ columns: [{ name: 'y', mean: 20, deviation: 10 }], values: Float32Array.of(-1, 1) });
    expect(held.targets?.values).toEqual(Float32Array.of(3));
    expect(train.columns).toEqual([
      { name: 'a', mean: 2, deviation: 1 },
      { name: 'b', mean: 5, deviation: 0 },
    ]);
    expect(task).toEqual({ kind: 'regression', targets: ['y'], inputs: { kind: 'vector', size: 2 } });
  });

  test('tells of a column that is constant', () => {
    expect(decode('a,b,y\n1,5,10\n3,5,30\n100,9,50\n', numbers({ standardise: true })).notes).toEqual([
      'x.csv column "b" is 5 in all training examples: it is 0 to the model',
    ]);
    expect(decode('a,b,y\n1,5,10\n3,6,30\n2,5,50\n', numbers({ standardise: true }))).not.toHaveProperty('notes');
  });

  test('is shuffled by the seed: every row once, the same ones for a seed', () => {
    const rows = Array.from({ length: 60 }, (_, index) => `${index},0,${index}`);
    const text = ['a,b,y', ...rows].join('\n');
    const asked = numbers({ split: 'shuffled', trainExamples: 40, testExamples: 20 });
    const { train, test: held } = decode(text, asked);
    const all = [...train.inputs, ...held.inputs].filter((_, index) => index % 2 === 0);
    expect(all.toSorted((one, other) => one - other)).toEqual(rows.map((_, index) => index));
    expect(all.slice(0, 40)).not.toEqual(rows.slice(0, 40).map((_, index) => index));
    expect(train.rows).toEqual(Uint32Array.from(all.slice(0, 40), (value) => value + 2));
    expect(decode(text, asked).train).toEqual(train);
    expect(decode(text, asked, 2).train).not.toEqual(train);
  });

  test('in order is read no further than asked for', () => {
    expect(decode('a,b,kind\n1,2,oak\n3,4,elm\n5,6,elm\nnot,even,close,"').train.count).toBe(2);
  });

  test('comes back number for number', () => {
    const number = fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { minLength: 2, maxLength: 20 }), (rows) => {
        const text = ['a,b,kind', ...rows.map(([a, b], index) => `${a},${b},${index % 2 === 0 ? 'oak' : 'elm'}`), '0,0,oak'].join('\n');
        const { train } = decode(text, spec({ trainExamples: rows.length }));
        expect(train.inputs).toEqual(Float32Array.from(rows.flat()));
      }),
    );
  });

  test.each([
    ['nothing in it', '', 'x.csv: expected a table in UTF-8, got an empty file'],
    ['names alone', 'a,b,kind\n', 'x.csv: expected at least 3 rows after the names, got 0'],
    ['too few rows', 'a,b,kind\n1,2,oak\n2,3,elm\n', 'x.csv: expected at least 3 rows after the names, got 2'],
    ['no such column', 'a,c,kind\n', 'x.csv row 1: expected a column "b", got "a", "c", "kind"'],
    ['a name twice', 'a,a,kind\n', 'x.csv row 1: expected names that differ, got "a" twice'],
    ['10⁵ columns', `${'a,'.repeat(100_000)}\n`, 'x.csv row 1: expected at most 4096 columns, got 100001'],
    ['a ragged row', 'a,b,kind\n1,2,oak\n1,2\n', 'x.csv row 3: expected 3 fields, got 2'],
    ['an empty line', 'a,b,kind\n\n1,2,oak\n1,2,elm\n', 'x.csv row 2: expected values, got an empty line'],
    ['an open quote', 'a,b,kind\n1,2,"oak\n1,2,elm\n', 'x.csv row 2: Quoted field unterminated'],
    ['NaN', 'a,b,kind\n1,NaN,oak\n', 'x.csv row 2, column "b": expected a finite number, got "NaN"'],
    ['an empty field', 'a,b,kind\n1,2,oak\n ,2,elm\n', 'x.csv row 3, column "a": expected a finite number, got ""'],
    ['a number beyond float32', 'a,b,kind\n1,1e39,oak\n', 'column "b": expected a finite number, got "1e39"'],
    ['hexadecimal', 'a,b,kind\n0x10,1,oak\n', 'column "a": expected a finite number'],
    ['another class', 'a,b,kind\n1,2,fir\n', 'x.csv row 2, column "kind": expected one of its 2 classes, got "fir"'],
    [
      'one class in training',
      'a,b,kind\n1,2,oak\n1,3,oak\n1,2,elm\n',
      'column "kind": expected two classes or more among the training examples, got "oak" alone',
    ],
  ])('with %s is refused with row and column', (_, text, message) => {
    expect(() => decode(text)).toThrow(message);
    expect(() => decode(text)).toThrow(DataError);
  });

  test.each([
    [
      'a target that is constant',
      'a,b,y\n1,2,7\n1,3,7\n1,2,8\n',
      'column "y": expected numbers that differ among the training examples, got 7 in all 2',
    ],
    ['a target that is a text', 'a,b,y\n1,2,high\n', 'x.csv row 2, column "y": expected a finite number, got "high"'],
  ])('with %s is refused', (_, text, message) => {
    expect(() => decode(text, numbers())).toThrow(message);
  });

  test.each([
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x61, 0), 'got UTF-16'],
    ['Latin-1', Uint8Array.of(0x61, 0xe9, 0x0a), 'got another encoding'],
    ['a workbook', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), 'got bytes that are no text'],
  ])('in %s is refused', (_, content, message) => {
    expect(() => decodeTable(content, spec(), 1)).toThrow(`x.csv: expected a table in UTF-8, ${message}`);
  });

  test('says how decimals are written', () => {
    const remedy = (text: string): string => {
      try {
        decode(text);
      } catch (error) {
        return error instanceof DataError ? error.remedy : '';
      }
      return '';
    };
    expect(remedy('a;b;kind\n1,5;2;oak\n')).toBe('write decimals with a point');
    expect(remedy('a,b,kind\n,2,oak\n')).toContain('leave the column out');
  });

  test('of any text is a table or refused', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ',', '\n', '"', '1', '.', '-', '\r', ' ', 'oak', ';'), maxLength: 40 });
    fc.assert(
      fc.property(text, (body) => {
        try {
          const { train } = decode(`a,kind,b\n${body}`);
          expect([train.inputs.length, train.labels?.length]).toEqual([4, 2]);
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('that was damaged anywhere is a table or refused', () => {
    const whole = bytes('a,b,kind\n1,2,oak\n3,4,elm\n5,6,oak\n');
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, value, length) => {
        const damaged = whole.slice();
        damaged[at] = value;
        for (const content of [damaged, whole.slice(0, length)]) {
          try {
            const { train } = decodeTable(content, spec(), 1);
            expect(train.inputs.every(Number.isFinite)).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(DataError);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
