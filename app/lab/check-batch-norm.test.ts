import { expect, test } from 'vitest';
import { issuesOf, kfac, valid } from './testing/written-spec.ts';

test('beside batch norm a spec asks for nothing that its minibatches cannot have', () => {
  const model = {
    kind: 'graph',
    layers: [
      { kind: 'convolution', filters: 2, kernel: 3 },
      { kind: 'batch-norm' },
      { kind: 'flatten' },
      { kind: 'dense', units: 8 },
      { kind: 'batch-norm', name: 'last norm' },
      { kind: 'dense', units: 10 },
    ],
    initialisation: 'he',
  };
  const spec = { ...valid, model };
  expect(issuesOf(spec)).toEqual([]);
  expect(issuesOf({ ...spec, batchSize: 1 })).toEqual([
    {
      path: 'batchSize',
      message: 'expected 2 cases or more for the batch norm "last norm", as a single number has no variance, got 1; raise it',
    },
  ]);
  expect(issuesOf({ ...spec, batchSize: 1, model: { ...model, layers: [...model.layers.slice(0, 4), model.layers[5]] } })).toEqual([]);
  const arm = { name: 'K-FAC', optimizer: { ...kfac, estimation: 'exact', iterateDecay: 0.9, statisticsFraction: 0.01 } };
  expect(issuesOf({ ...spec, arms: [arm] })).toEqual([
    expect.objectContaining({
      path: 'arms.0.optimizer.estimation',
      message: expect.stringContaining('the batch norm "batch-norm 1", got "exact"') as unknown,
    }),
    expect.objectContaining({ path: 'arms.0.optimizer.iterateDecay', message: expect.stringContaining('set it to null') as unknown }),
    {
      path: 'arms.0.optimizer.statisticsFraction',
      message:
        'expected 2 cases or more for the batch norm "last norm", as a single number has no variance, got 0.01, which is 1; raise it',
    },
  ]);
});
