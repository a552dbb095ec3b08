import { describe, expect, test } from 'vitest';
import { autoencoder, issuesOf, kfac, valid, withArm } from './testing/written-spec.ts';

const exact = { name: 'exact', optimizer: { ...kfac, estimation: 'exact' } };

describe('checks across fields', () => {
  test('refuse batches and evaluations of more examples than there are', () => {
    const growth = { to: 20_000, steps: 500, stages: 4 };
    expect(issuesOf({ ...valid, batchSize: 2000, evaluation: { every: 1, trainExamples: 3000 } })).toEqual([
      {
        path: 'batchSize',
        message: 'expected at most the 1000 examples of data.trainExamples, got 2000; lower it or raise data.trainExamples',
      },
      {
        path: 'evaluation.trainExamples',
        message: 'expected at most the 1000 examples of data.trainExamples, got 3000; lower it or raise data.trainExamples',
      },
    ]);
    expect(issuesOf({ ...valid, batchGrowth: growth })[0]?.path).toBe('batchGrowth.to');
  });

  test('refuse batches that do not grow, or in more stages than steps', () => {
    expect(issuesOf({ ...valid, batchGrowth: { to: 50, steps: 3, stages: 4 } })).toEqual([
      { path: 'batchGrowth.to', message: 'expected more than the 100 of batchSize, got 50; raise it or set batchGrowth to null' },
      {
        path: 'batchGrowth.stages',
        message: 'expected at most one for each of the 3 steps of batchGrowth.steps, got 4; lower it or raise the steps',
      },
    ]);
  });

  test('refuse models that cannot do what the data ask for', () => {
    const plane = { kind: 'moons', trainExamples: 1000, testExamples: 100, noise: 0.1 };
    expect(issuesOf({ ...valid, model: autoencoder })).toEqual([]);
    expect(issuesOf({ ...valid, data: plane, model: autoencoder })[0]?.path).toBe('model.kind');
    expect(issuesOf({ ...valid, data: { kind: 'curves', trainExamples: 1000, testExamples: 100 } })[0]?.path).toBe('model.kind');
    expect(issuesOf({ ...valid, data: { ...plane, kind: 'wave' }, model: autoencoder })).toEqual([
      {
        path: 'model.kind',
        message: 'expected "mlp" or "graph" for "wave", whose targets are numbers to be told, got "autoencoder"; choose another model',
      },
    ]);
  });

  test('refuse settings of K-FAC that contradict each other', () => {
    const lambda = { kind: 'levenberg-marquardt', lambda: 1 };
    expect(issuesOf(withArm({ ...kfac, damping: lambda }))[0]?.path).toBe('arms.2.optimizer.damping.kind');
    const blocks = { every: { kind: 'diagonal' }, except: [] };
    expect(issuesOf(withArm({ ...kfac, representation: 'tridiagonal' }))).toEqual([]);
    expect(issuesOf(withArm({ ...kfac, representation: 'tridiagonal', blocks }))[0]?.path).toBe('arms.2.optimizer.representation');
    const inverseLater = [
      { from: 100, every: 10 },
      { from: 100, every: 20 },
    ];
    expect(issuesOf(withArm({ ...kfac, inverseLater }))).toEqual([
      { path: 'arms.2.optimizer.inverseLater.1.from', message: 'expected steps that rise, got 100 after 100; sort the changes' },
    ]);
  });

  test('refuse exact estimation of a reconstruction', () => {
    expect(issuesOf({ ...valid, arms: [exact] })).toEqual([]);
    expect(issuesOf({ ...valid, model: autoencoder, arms: [exact] })).toEqual([
      expect.objectContaining({ path: 'arms.0.optimizer.estimation', message: expect.stringContaining('choose "sampled"') as unknown }),
    ]);
  });

  test('refuse names that are taken or cannot be seen', () => {
    expect(issuesOf(withArm(kfac, 'SGD'))).toEqual([
      { path: 'arms.2.name', message: 'expected a name of its own, got "SGD" as in arms.1; rename one of them' },
    ]);
    expect(issuesOf({ ...valid, name: 'a\u202eb' })[0]?.path).toBe('name');
  });

  test('refuse models of characters that are not layers, or see what they are to tell', () => {
    const data = { kind: 'text', length: 32, trainExamples: 1_000, testExamples: 100 };
    const layers = [
      { kind: 'embedding', units: 8 },
      { kind: 'attention', heads: 2, causal: false },
      { kind: 'dense', units: 80 },
    ];
    const graph = { kind: 'graph', layers, initialisation: 'glorot' };
    expect(issuesOf({ ...valid, data })[0]).toEqual({
      path: 'model.kind',
      message: 'expected "graph" for the characters of "text", got "mlp"; list layers that begin with an "embedding"',
    });
    expect(issuesOf({ ...valid, data, model: { ...graph, reconstructs: true } }).map(({ path }) => path)).toEqual([
      'model.reconstructs',
      'model.layers.1.causal',
    ]);
    const model = { ...graph, layers: [layers[0], layers[2]] };
    expect(issuesOf({ ...valid, data, model, arms: [exact] })).toEqual([
      {
        path: 'arms.0.optimizer.estimation',
        message:
          'expected an estimation of one pass for a text, got "exact", which takes a backward pass for each of its 80 outputs a step; choose "sampled"',
      },
    ]);
    expect(issuesOf({ ...valid, data: { ...data, length: 300 }, model })[0]?.path).toBe('data.length');
  });
});
