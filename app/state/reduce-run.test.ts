import { expect, it } from 'vitest';
import { reduceRun } from './reduce-run.ts';
import { emptyRun, type RunState } from './run-state.ts';
import type { EventBody } from './testing/fake-worker.ts';
import { progress, ready } from './testing/ready-run.ts';

function after(...bodies: readonly EventBody[]): RunState {
  return bodies.reduce((run, body, sequence) => reduceRun(run, { runId: 0, sequence, ...body }), emptyRun());
}

it('appends points to the curves and keeps the last values', () => {
  const { arms, metrics } = after(ready, progress(1, 1, 2, 3));
  expect([...(metrics.arms[1]?.minibatchLoss.steps ?? [])]).toEqual([1, 2, 3]);
  expect(arms[1]).toMatchObject({ step: 3, loss: 1 / 3, seconds: 0.03 });
  expect(arms[0]?.step).toBe(0);
});

it('keeps what a person should know of the data', () => {
  const notes = ['x.csv column "k" is 3 in all training examples: it is 0 to the model'];
  expect(after({ ...ready, notes }).notes).toEqual(notes);
  expect(after(ready).notes).toEqual([]);
});

it('remembers when each position was first learnt', () => {
  const scores = (step: number, ...accuracies: number[]) =>
    ({ type: 'positions', arm: 1, step, accuracies: Float64Array.from(accuracies), losses: new Float64Array(3) }) as const;
  const { arms } = after(ready, scores(10, 0.95, 0.2, 0.3), scores(20, 0.5, 0.9, 0.89));
  expect(arms[1]).toMatchObject({ learnt: [10, 20, NaN], positions: { step: 20 } });
});
