import { describe, expect, test } from 'vitest';
import { parseSpec } from './parse-spec.ts';
import { autoencoder, issuesOf, valid } from './testing/written-spec.ts';

/** The small experiment on other data. */
function ofData(data: object, model: object = valid.model): object {
  return { ...valid, data: { trainExamples: 1000, testExamples: 100, ...data }, model };
}

describe('arrays in files', () => {
  const from = { format: 'npz', path: 'x.npz', array: 'x' };
  const target = { kind: 'class', from: { ...from, array: 'y' }, classes: 3 };
  const file = (changes: object, model?: object): object =>
    ofData({ kind: 'file', from, inputs: { kind: 'vector', size: 4 }, target, ...changes }, model);

  test('are taken as they are and in order, unless the spec says otherwise', () => {
    expect(parseSpec(file({})).data).toMatchObject({ from: { sha256: null }, standardise: false, split: 'in-order' });
    expect(issuesOf(file({ target: { ...target, classes: ['oak', 'elm'] } }))).toEqual([]);
    expect(issuesOf(file({ target: { kind: 'numbers', from: target.from, names: ['price'] }, standardise: true }))).toEqual([]);
  });

  test('are of a known format, at a path on one line', () => {
    expect(issuesOf(file({ from: { ...from, path: 'a\nb' } }))[0]?.path).toBe('data.from.path');
    expect(issuesOf(file({ from: { format: 'parquet', path: 'x' } }))).toEqual([
      { path: 'data.from.format', message: 'expected one of "idx", "npy", "npz", got "parquet"' },
    ]);
  });

  test('are told by another array than the inputs', () => {
    expect(issuesOf(file({ target: { ...target, from } }))).toEqual([
      {
        path: 'data.target.from',
        message: 'expected an array other than that of the inputs, got x.npz array "x"; name another, or set target.kind to "inputs"',
      },
    ]);
  });

  test('have a number of classes, or a name for each', () => {
    expect(issuesOf(file({ target: { ...target, classes: ['oak', 'oak'] } }))[0]?.path).toBe('data.target.classes.1');
    expect(issuesOf(file({ target: { ...target, classes: 'many' } }))).toEqual([
      { path: 'data.target.classes', message: 'expected a whole number from 2 to 256 or a list of names, got "many"' },
    ]);
    expect(issuesOf(file({ target: { ...target, classes: 1 } }))[0]?.message).toBe('expected a whole number from 2 to 256, got 1');
  });

  test('are given back by models that can, and are then not standardised', () => {
    expect(issuesOf(file({ target: { kind: 'inputs' } }))[0]?.path).toBe('model.kind');
    expect(issuesOf(file({ target: { kind: 'inputs' }, standardise: true }, autoencoder))[0]?.path).toBe('data.standardise');
  });
});

describe('the columns of a table', () => {
  const target = { kind: 'class', column: 'kind', classes: ['oak', 'elm'] };
  const table = (changes: object, model?: object): object =>
    ofData({ kind: 'table', path: 'x.csv', inputs: [{ column: 'a' }], target, ...changes }, model);

  test('are standardised and their rows shuffled, unless the spec says otherwise', () => {
    expect(parseSpec(table({})).data).toMatchObject({ header: true, delimiter: null, standardise: true, split: 'shuffled', sha256: null });
  });

  test('have one use each', () => {
    expect(issuesOf(table({ inputs: [{ column: 'a' }, { column: 'kind' }, { column: 'a' }] }))).toEqual([
      { path: 'data.inputs.2.column', message: 'expected a name of its own, got "a" again; leave it out' },
      { path: 'data.inputs.1.column', message: 'expected a column other than the target, got "kind"; leave it out of the inputs' },
    ]);
    expect(issuesOf(table({ target: { ...target, classes: ['oak', 'oak'] } }))[0]?.path).toBe('data.target.classes.1');
  });

  test('are not standardised where they are given back', () => {
    const inputs = [{ column: 'a' }, { column: 'b' }, { column: 'c' }];
    expect(issuesOf(table({ inputs }, autoencoder))[0]?.path).toBe('data.standardise');
  });
});
