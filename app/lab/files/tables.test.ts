import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError } from '../datasets/data-source.ts';
import { decodeCsv, type CsvRequest } from './csv.ts';
import { decodeIdx } from './idx.ts';

const request: CsvRequest = { count: 2, features: 2, label: 'class', classes: 3 };

describe('CSV', () => {
  test('gives inputs in the order of the columns, and classes', () => {
    const text = '\uFEFFwidth,class,"height, cm"\r\n1.5,2,-3e-2\r\n+.25,0.0,"7"\r\n';
    expect(decodeCsv(text, 'x.csv', request)).toEqual({ inputs: Float32Array.of(1.5, -0.03, 0.25, 7), labels: Uint8Array.of(2, 0) });
  });

  test('needs no class, and leaves one unread that is not asked for', () => {
    const none = { count: 1, features: 2, label: null, classes: null };
    expect(decodeCsv('a,b\n1,2', 'x.csv', none)).toEqual({ inputs: Float32Array.of(1, 2), labels: null });
    expect(decodeCsv('a,kind,b\n1,setosa,2', 'x.csv', { ...none, label: 'kind' })).toEqual({ inputs: Float32Array.of(1, 2), labels: null });
  });

  test('is read no further than asked for', () => {
    expect(decodeCsv('a,b,class\n1,2,0\n3,4,1\nnot,even,close,"', 'x.csv', request).inputs).toEqual(Float32Array.of(1, 2, 3, 4));
  });

  test('comes back number for number', () => {
    // JavaScript writes −0 as 0.
    const number = fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    const values = fc.array(fc.tuple(number, fc.nat(2)), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(values, (rows) => {
        const text = ['x,class', ...rows.map(([x, label]) => `${String(x)},${label}`)].join('\n');
        const { inputs, labels } = decodeCsv(text, 'x.csv', { count: rows.length, features: 1, label: 'class', classes: 3 });
        expect(inputs).toEqual(Float32Array.from(rows, ([x]) => x));
        expect(labels).toEqual(Uint8Array.from(rows, ([, label]) => label));
      }),
    );
  });

  test.each([
    ['an empty file', '', 'x.csv: expected at least 2 rows after the header, got 0'],
    ['too few rows', 'a,b,class\n1,2,0\n', 'x.csv: expected at least 2 rows after the header, got 1'],
    ['no such column', 'a,b,kind\n', 'x.csv row 1: expected a column "class", got "a", "b", "kind"'],
    ['one column too many', 'a,b,c,class\n', 'x.csv row 1: expected 2 columns beside "class", got 3'],
    ['a name twice', 'a,a,class\n', 'x.csv row 1: expected names that differ, got "a" twice'],
    ['10⁵ columns', `${'a,'.repeat(100_000)}\n`, 'x.csv row 1: expected at most 4096 columns, got 100001'],
    ['a ragged row', 'a,b,class\n1,2,0\n1,2\n', 'x.csv row 3: expected 3 fields, got 2'],
    ['an empty line', 'a,b,class\n\n1,2,0\n1,2,0\n', 'x.csv row 2: expected values, got an empty line'],
    ['an open quote', 'a,b,class\n1,2,"0\n1,2,0\n', 'x.csv row 2: Quoted field unterminated'],
    ['NaN', 'a,b,class\n1,NaN,0\n', 'x.csv row 2, column "b": expected a finite number, got "NaN"'],
    ['an empty field', 'a,b,class\n1,2,0\n,2,0\n', 'x.csv row 3, column "a": expected a finite number, got ""'],
    ['a number beyond float32', 'a,b,class\n1,1e39,0\n', 'column "b": expected a finite number, got "1e39"'],
    ['hexadecimal', 'a,b,class\n0x10,1,0\n', 'column "a": expected a finite number'],
    ['a class by name', 'a,b,class\n1,2,setosa\n', 'x.csv row 2, column "class": expected a class from 0 to 2, got "setosa"'],
    ['a class too many', 'a,b,class\n1,2,3\n', 'expected a class from 0 to 2, got "3"'],
    ['half a class', 'a,b,class\n1,2,0.5\n', 'expected a class from 0 to 2, got "0.5"'],
  ])('with %s is refused with row and column', (_, text, message) => {
    expect(() => decodeCsv(text, 'x.csv', request)).toThrow(message);
    expect(() => decodeCsv(text, 'x.csv', request)).toThrow(DataError);
  });

  test('of any text is a table or refused', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ',', '\n', '"', '1', '.', '-', '\r', ' '), maxLength: 40 });
    fc.assert(
      fc.property(text, (body) => {
        try {
          const { inputs, labels } = decodeCsv(`a,class,b\n${body}`, 'x.csv', request);
          expect([inputs.length, labels?.length]).toEqual([4, 2]);
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('IDX', () => {
  const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);

  test('gives the first examples, even of a file that goes on', () => {
    expect(decodeIdx(images, 'x', 2, 3)).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6));
    expect(decodeIdx(images.slice(0, 19), 'x', 1, 3)).toEqual(Uint8Array.of(1, 2, 3));
    expect(decodeIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9), 'x', 3, 1)).toEqual(Uint8Array.of(7, 8, 9));
  });

  test.each([
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0), 2, 3, 'expected an IDX file'],
    ['floats', Uint8Array.of(0, 0, 13, 1, 0, 0, 0, 1), 1, 1, 'expected unsigned bytes (type 8), got type 13'],
    ['half a header', images.slice(0, 10), 2, 3, 'expected 3 dimensions, got a file cut short'],
    ['other images', images, 2, 4, 'expected 4 values an example, got 3 of [2, 1, 3]'],
    ['too few', images, 3, 3, 'expected at least 3 examples, got 2'],
    ['half the data', images.slice(0, 20), 2, 3, 'expected 22 bytes, got a file cut short at 20'],
    ['absurd dimensions', images.slice().fill(255, 8, 16), 2, 3, 'expected 3 values an example, got 18446744065119617000'],
  ])('with %s is refused with the reason', (_, bytes, count, features, message) => {
    expect(() => decodeIdx(bytes, 'x', count, features)).toThrow(message);
    expect(() => decodeIdx(bytes, 'x', count, features)).toThrow(DataError);
  });
});
