import { describe, expect, test } from 'vitest';
import type { Task } from '../lab/task.ts';
import { formatTable } from './format-table.ts';
import { countGuards, NO_GUARD_COUNTS } from '../lab/guard-counts.ts';
import type { ArmRecord } from './run-recorder.ts';
import { arrivals, summarise } from './run-summary.ts';

const reconstruction: Task = { kind: 'reconstruction', inputs: { kind: 'image', width: 28, height: 28, channels: 1 } };
const classification: Task = { kind: 'classification', classes: 2, inputs: { kind: 'point' } };

function arm(name: string, losses: readonly number[]): ArmRecord {
  const evaluations = losses.map((trainLoss, index) => ({
    step: 10 * index,
    seconds: index,
    trainLoss,
    testLoss: trainLoss,
    trainMetric: 1 - trainLoss / 100,
    testMetric: 1 - trainLoss / 100,
  }));
  return {
    name,
    steps: [1, 2],
    losses: [2, 1],
    seconds: [1, 2],
    evaluations,
    scalars: [],
    blocks: [],
    guards: NO_GUARD_COUNTS,
    stopped: null,
  };
}

describe('the summary of a run', () => {
  test('compares reconstructions at the best loss of each arm', () => {
    const arms = [arm('quick', [100, 40, 10]), arm('slow', [100, 80, 40])];
    expect(arrivals(reconstruction, arms, arms[0]!)).toEqual([
      { label: 'loss 40.00', step: 10, seconds: 1 },
      { label: 'loss 10.00', step: 20, seconds: 2 },
    ]);
    expect(arrivals(reconstruction, arms, arms[1]!)).toEqual([{ label: 'loss 40.00', step: 20, seconds: 2 }]);
    expect(summarise(reconstruction, arms, ['a', 'b'])).toMatch(/slow +20 \/ 2\.000 s +—/);
  });

  test('compares classifiers at shares of the test set right', () => {
    const arms = [arm('only', [100, 9, 4])];
    expect(arrivals(classification, arms, arms[0]!).map(({ label }) => label)).toEqual(['90 %', '95 %']);
  });

  test('names blocks of layers that are no whole Kronecker ones, and none where all are', () => {
    const whole = arm('whole', [9]);
    const mixed = {
      ...arm('mixed', [9]),
      blocks: [
        { layer: 'dense 1', block: 'A ⊗ G in 4 × 1 parts' },
        { layer: 'dense 3', block: 'diagonal' },
      ],
    };
    expect(summarise(classification, [whole, mixed], ['a', 'b'])).toContain(
      'Curvature blocks other than whole A ⊗ G\nmixed: dense 1 A ⊗ G in 4 × 1 parts; dense 3 diagonal\n',
    );
    expect(summarise(classification, [whole], ['a'])).not.toContain('blocks');
  });

  test('counts what the guards did, and the greatest age and residual on the way', () => {
    const watched = arm('K-FAC', [1]);
    watched.scalars.push({ step: 9 });
    const counts = { rejectedSteps: 2, ladderRungs: 3, staleInverses: 1, fallbacks: 0 };
    watched.guards = countGuards(watched.guards, 7, { ...counts, inverseStep: 1, residual: 0.5 });
    watched.guards = countGuards(watched.guards, 9, { ...counts, inverseStep: 8, residual: 0.25 });
    const plain = arm('SGD', [1]);
    plain.scalars.push({ step: 9 });
    plain.guards = countGuards(plain.guards, 9, { ...counts, rejectedSteps: 0, ladderRungs: NaN, staleInverses: NaN });
    const text = summarise(reconstruction, [watched, plain], ['a', 'b']);
    expect(text).toMatch(/K-FAC +2 +3 +1 +0 +6 +0\.5/);
    expect(text).toMatch(/SGD +0 +— +— +0 +— +—/);
  });

  test('counts the steps before a resume, as the seconds do', () => {
    const resumed = { ...arm('K-FAC', [2, 1]), steps: [101, 102], seconds: [50.5, 51] };
    expect(summarise(reconstruction, [resumed], ['a'])).toMatch(/K-FAC +102 +51\.00 +0\.5000/);
    const nothingDone = {
      ...arm('K-FAC', [1]),
      steps: [],
      seconds: [],
      evaluations: [{ ...resumed.evaluations[0]!, step: 100, seconds: 50 }],
    };
    expect(summarise(reconstruction, [nothingDone], ['a'])).toMatch(/K-FAC +100 +50\.00 +0\.5000/);
  });

  test('holds NaN without harm', () => {
    expect(summarise(reconstruction, [arm('lost', [NaN])], ['a'])).toContain('NaN');
  });
});

describe('tables', () => {
  test('align text to the left and numbers to the right', () => {
    expect(formatTable(['arm', 'steps'], [['K-FAC', '7']])).toBe('arm    steps\n─────  ─────\nK-FAC      7');
  });
});

test('numbers that are told have a table of their own, in their own units', () => {
  const told = arm('K-FAC', [2, 1]);
  const testScores = [{ name: 'price', meanSquaredError: 144, rSquared: 0.875 }];
  const scored = { ...told, evaluations: told.evaluations.map((evaluation) => ({ ...evaluation, testScores })) };
  const regression: Task = { kind: 'regression', inputs: { kind: 'vector', size: 3 }, targets: ['price'] };
  const text = summarise(regression, [scored], ['aa']);
  expect(text).toContain('test R²');
  expect(text).toMatch(/arm +target +test mean sq\. error +test R²\n.*\nK-FAC +price +144\.0 +0\.8750/);
  expect(summarise(classification, [told], ['aa'])).not.toContain('R²');
});
