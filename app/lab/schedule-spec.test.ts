import { describe, expect, test } from 'vitest';
import { parseSpec } from './parse-spec.ts';
import { issuesOf, withArm } from './testing/written-spec.ts';

const sgd = { kind: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false, weightDecay: 0 };

describe('the schedule of a rate', () => {
  test('is a constant one where none is named', () => {
    expect(parseSpec(withArm(sgd)).arms[2]?.optimizer).toEqual({ ...sgd, schedule: { warmUp: 0, decay: { kind: 'constant' } } });
  });

  test('is told where its fault lies', () => {
    const scheduled = (warmUp: unknown, decay: object): object => withArm({ ...sgd, schedule: { warmUp, decay } });
    const path = 'arms.2.optimizer.schedule';
    expect(issuesOf(scheduled(10, { kind: 'cosine', steps: 100, final: 0 }))).toEqual([]);
    expect(issuesOf(scheduled(-1, { kind: 'cosine', steps: 0, final: 1.5 }))).toEqual([
      { path: `${path}.warmUp`, message: 'expected a whole number from 0 to 10000000, got -1' },
      { path: `${path}.decay.steps`, message: 'expected a whole number from 1 to 10000000, got 0' },
      { path: `${path}.decay.final`, message: 'expected a number from 0 to 1, got 1.5' },
    ]);
    expect(issuesOf(scheduled(0, { kind: 'step', every: 10, factor: 0 }))).toEqual([
      { path: `${path}.decay.factor`, message: 'expected a number greater than 0 and at most 1, got 0' },
    ]);
    expect(issuesOf(scheduled(0, { kind: 'linear' }))).toEqual([
      { path: `${path}.decay.kind`, message: 'expected one of "constant", "cosine", "step", got "linear"' },
    ]);
  });
});
