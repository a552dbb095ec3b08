import { expect, test } from 'vitest';
import { testDevice } from '../../../gpu/testing/device.ts';
import { openSession } from '../open-session.ts';
import { SessionControl } from '../session-control.ts';
import { gpuEngine } from '../session-engine.ts';
import type { ExperimentSpec } from '../spec.ts';
import { smallSpec } from '../testing/fake-engine.ts';
import { compareOptimizers } from './compare-optimizers.ts';
import { comparisonTables } from './comparison-tables.ts';
import { parseComparison } from './parse-comparison.ts';
import type { Results } from './results.ts';

const { arms, ...experiment } = smallSpec;
const [kfac, sgd] = arms.map(({ optimizer }) => optimizer);

const comparison = parseComparison({
  version: 1,
  experiment: { ...experiment, stop: { steps: 12, seconds: null }, evaluation: { every: 6, trainExamples: 100 } },
  updates: [6, 12],
  timing: { warmUp: 2, updates: 4 },
  entrants: [
    { name: 'K-FAC', candidates: [kfac, { ...kfac, inverseEvery: 2 }] },
    { name: 'SGD', candidates: [sgd, { ...sgd, learningRate: 1e3 }] },
  ],
});

test('a comparison on the GPU trains every candidate, times the best, and gives its memory back', async () => {
  const context = await testDevice();
  const baseline = context.memory.liveBytes;
  const control = new SessionControl();
  control.play();
  const source = { open: () => Promise.reject(new Error('the moons are made, not read')) };
  const open = (spec: ExperimentSpec) => openSession({ spec, context, source, engine: gpuEngine, control });
  const adapter = context.facts.description;
  let results: Results = { version: 1, trials: [], timings: [] };
  for await (const event of compareOptimizers(comparison, { known: results, adapter, open })) {
    if (event.type === 'trained' || event.type === 'timed') results = event.results;
  }
  expect(context.memory.liveBytes).toBe(baseline);
  expect(results.trials.map(({ spec }) => spec.arms[0]!.name)).toEqual(['K-FAC', 'SGD', 'K-FAC', 'SGD']);
  expect(results.trials[0]!.evaluations.map(({ step }) => step)).toEqual([0, 6, 12]);
  expect(results.timings[0]!.secondsPerUpdate).toHaveLength(2);
  for (const seconds of results.timings[0]!.secondsPerUpdate) expect(seconds).toBeGreaterThan(0);
  const [byUpdate, bySecond] = comparisonTables(comparison, results, adapter);
  // A rate of a thousand is no winner.
  expect(byUpdate!.rows[1]!.slice(0, 2)).toEqual(['SGD', 'learningRate 0.1']);
  expect(bySecond!.rows.map(([name]) => name)).toEqual(['K-FAC', 'SGD']);
});
