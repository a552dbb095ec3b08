import { expect, it } from 'vitest';
import type { Attempt } from '../lab/fit/fit-budget.ts';
import { smallSpec } from '../lab/testing/fake-engine.ts';
import { reduceFit, startedFit } from './fit-state.ts';

const ATTEMPT: Attempt = {
  label: 'diagonals',
  bytes: 90,
  allocated: 90,
  times: { plain: 1, sections: new Map() },
  periods: { statisticsEvery: 1, inverseEvery: 5 },
  relative: 1,
  verdict: 'fits',
};

it('follows a fit to its end, and hears nothing of another', () => {
  const started = startedFit(2, smallSpec, 1, { bytes: 100, relative: 2 });
  expect(reduceFit(started, { type: 'fit-failed', fitId: 1, failure: { kind: 'internal', message: '', remedy: '' } })).toBe(started);
  const trying = reduceFit(started, { type: 'fit-trying', fitId: 2, label: 'diagonals', index: 0, choices: 1 });
  const tried = reduceFit(trying, { type: 'fit-attempt', fitId: 2, attempt: ATTEMPT });
  expect(tried).toMatchObject({ id: 2, arm: 1, status: { kind: 'trying', label: 'diagonals' }, attempts: [ATTEMPT] });
  const refused = reduceFit(tried, { type: 'fitted', fitId: 2, arm: null, measured: null });
  expect(refused).toMatchObject({ status: { kind: 'refused' }, attempts: [ATTEMPT] });
});
