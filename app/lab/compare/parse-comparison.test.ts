import { expect, test } from 'vitest';
import { SpecError } from '../spec-error.ts';
import { smallSpec } from '../testing/fake-engine.ts';
import { describeCandidate } from './describe-candidate.ts';
import { parseComparison } from './parse-comparison.ts';
import { updatePeriod } from './update-period.ts';

const { arms, ...experiment } = { ...smallSpec, stop: { steps: 20, seconds: null }, evaluation: { every: 5, trainExamples: 100 } };
const kfac = arms[0]!.optimizer;
const sgd = arms[1]!.optimizer;
const faster = { ...sgd, learningRate: 0.3 };
const valid = {
  version: 1,
  experiment,
  updates: [5, 10, 20],
  targetLoss: null,
  timing: { warmUp: 2, updates: 4 },
  entrants: [
    { name: 'K-FAC', candidates: [kfac, { ...kfac, decay: 0.9 }] },
    { name: 'SGD', candidates: [sgd, faster] },
  ],
};

function issuesOf(value: unknown): string[] {
  try {
    parseComparison(value);
  } catch (error) {
    if (error instanceof SpecError) return error.issues.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}

test('a fair comparison is read as it is', () => {
  expect(parseComparison(valid)).toEqual(valid);
});

test('an entrant with fewer candidates is refused by name', () => {
  expect(issuesOf({ ...valid, entrants: [valid.entrants[0], { name: 'SGD', candidates: [sgd] }] })).toEqual([
    'entrants.1.candidates: expected 2 candidates for "SGD" as "K-FAC" has, got 1: every entrant gets the same tuning budget; add 1 or take others away',
  ]);
});

test('candidates train equally many updates, so limits of time and none at all are refused', () => {
  const issues = issuesOf({ ...valid, experiment: { ...experiment, stop: { steps: null, seconds: 60 } } });
  expect(issues).toEqual([
    'experiment.stop.steps: expected the updates that every candidate trains, got null; give a number',
    'experiment.stop.seconds: expected null, got 60: a limit of time gives candidates different numbers of updates; limit stop.steps alone',
  ]);
});

test.each([
  ['updates.1', { updates: [10, 5] }],
  ['updates.0', { updates: [7] }],
  ['updates.1', { updates: [5, 25] }],
  ['entrants.1.name', { entrants: [valid.entrants[1], valid.entrants[1]] }],
  ['entrants.0.name', { entrants: [{ name: ' ', candidates: [sgd] }] }],
  [
    'entrants.1.candidates.0.learningRate',
    { entrants: [valid.entrants[0], { name: 'SGD', candidates: [{ ...sgd, learningRate: 0 }, sgd] }] },
  ],
  ['experiment.batchSize', { experiment: { ...experiment, batchSize: 1_000 } }],
  ['timing.updates', { entrants: [{ name: 'K-FAC', candidates: [{ ...kfac, inverseEvery: 3 }] }] }],
  ['', { seconds: 3 }],
])('%s is named where it is wrong', (path, change) => {
  const issues = issuesOf({ ...valid, ...change });
  expect(issues.map((issue) => issue.slice(0, issue.indexOf(':')))).toEqual([path]);
});

test('what is wrong with one candidate is said at its place', () => {
  const exact = { ...kfac, damping: { kind: 'levenberg-marquardt', lambda: 1 } };
  const [issue] = issuesOf({ ...valid, timing: { warmUp: 0, updates: 5 }, entrants: [{ name: 'K-FAC', candidates: [kfac, exact] }] });
  expect(issue).toContain('entrants.0.candidates.1.damping.kind: expected "fixed" damping beside a fixed step');
});

test('the period of an optimiser is that of all its parts', () => {
  const periods = { statisticsEvery: 2, inverseEvery: 3 };
  if (kfac.kind !== 'kfac') throw new Error('expected K-FAC');
  expect(updatePeriod(sgd)).toBe(1);
  expect(updatePeriod({ ...kfac, ...periods })).toBe(6);
  expect(updatePeriod({ ...kfac, ...periods, inverseLater: [{ from: 5, every: 4 }] })).toBe(4);
  expect(updatePeriod({ ...kfac, ...periods, representation: 'ekfac', basisEvery: 9 })).toBe(18);
  expect(updatePeriod({ ...kfac, damping: { kind: 'levenberg-marquardt', lambda: 1, gamma: 'tied' } })).toBe(5);
  expect(updatePeriod({ ...kfac, damping: { kind: 'levenberg-marquardt', lambda: 1, gamma: 'searched' } })).toBe(20);
});

test('a candidate is described by what sets it apart', () => {
  expect(describeCandidate([sgd, faster], 1)).toBe('learningRate 0.3');
  expect(describeCandidate([sgd], 0)).toBe('');
  if (kfac.kind !== 'kfac') throw new Error('expected K-FAC');
  const other = { ...kfac, damping: { kind: 'fixed', lambda: 3 }, inverseEvery: 5 } as const;
  expect(describeCandidate([kfac, other], 1)).toBe('damping.lambda 3, inverseEvery 5');
});
