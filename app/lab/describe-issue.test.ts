import { describe, expect, test } from 'vitest';
import { parseSpecText } from './parse-spec.ts';
import { issuesOf, valid, withArm } from './testing/written-spec.ts';

describe('an issue', () => {
  test('names the path, the allowed range and what came', () => {
    const sgd = { kind: 'sgd', learningRate: -1, momentum: 1, nesterov: 'yes', weightDecay: 0 };
    expect(issuesOf(withArm(sgd))).toEqual([
      { path: 'arms.2.optimizer.learningRate', message: 'expected a number greater than 0 and at most 1000, got -1' },
      { path: 'arms.2.optimizer.momentum', message: 'expected a number from 0 and below 1, got 1' },
      { path: 'arms.2.optimizer.nesterov', message: 'expected true or false, got "yes"' },
    ]);
    expect(issuesOf({ ...valid, seed: 1.5, batchSize: '7' })).toEqual([
      { path: 'seed', message: 'expected a whole number from 0 to 4294967295, got 1.5' },
      { path: 'batchSize', message: 'expected a whole number from 1 to 60000, got "7"' },
    ]);
  });

  test('lists the choices of a kind', () => {
    expect(issuesOf(withArm({ kind: 'lion' }))).toEqual([
      {
        path: 'arms.2.optimizer.kind',
        message: 'expected one of "sgd", "adam", "rmsprop", "muon", "soap", "shampoo", "hessian-free", "kfac", got "lion"',
      },
    ]);
    expect(issuesOf({ ...valid, model: { ...valid.model, activation: 'swish' } })[0]?.message).toBe(
      'expected one of "tanh", "relu", "sigmoid", "gelu", got "swish"',
    );
    expect(issuesOf({ ...valid, version: 2 })).toEqual([{ path: 'version', message: 'expected 1, got 2' }]);
  });

  test('says what is missing', () => {
    const { arms: _arms, ...rest } = valid;
    expect(issuesOf(rest)).toEqual([{ path: 'arms', message: 'expected a list of 1 to 4 entries, got nothing' }]);
    expect(issuesOf(null)).toEqual([{ path: '', message: 'expected an object, got null' }]);
    expect(() => parseSpecText('{"a":')).toThrow('expected JSON');
  });
});
