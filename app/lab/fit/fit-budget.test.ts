import { describe, expect, test } from 'vitest';
import { testDevice } from '../../../gpu/testing/device.ts';
import type { DataSource } from '../datasets/data-source.ts';
import { makePlaneSet } from '../datasets/plane-sets.ts';
import { layerSides } from '../model/layer-sides.ts';
import { findPreset } from '../presets/index.ts';
import { taskOf } from '../task-of.ts';
import { uploadDataset } from '../uploaded-dataset.ts';
import { fitArm } from './fit-arm.ts';
import { fitBudget, type KfacArm } from './fit-budget.ts';
import { leastBudget } from './least-budget.ts';
import { meanStep } from './periods.ts';
import { structureChoices } from './structures.ts';

const { spec } = findPreset('spirals')!;
const [first] = spec.arms;
if (first?.optimizer.kind !== 'kfac') throw new Error('expected K-FAC first');
const arm: KfacArm = { ...first, optimizer: first.optimizer };

describe('a budget', () => {
  test('that is ample leaves the blocks as asked for with the freshest periods, in the memory that was planned', async () => {
    const context = await testDevice();
    const baseline = context.memory.liveBytes;
    const dataset = await uploadDataset(context, makePlaneSet('spirals', 512, 256, 0.05, 1));
    const { arm: fitted, attempts } = await fitBudget(
      context,
      { spec, dataset, task: taskOf(spec), arm },
      { bytes: 2 ** 30, relative: 1_000 },
    );
    dataset.destroy();
    expect(attempts.map(({ verdict }) => verdict)).toEqual(['fits']);
    expect(attempts[0]!.allocated! / attempts[0]!.bytes).toBeCloseTo(1, 1);
    expect(fitted!.optimizer).toMatchObject({ blocks: arm.optimizer.blocks, statisticsEvery: 1, inverseEvery: 5 });
    expect(context.memory.liveBytes).toBe(baseline);
  });

  test('that nothing fits says so of every choice before anything is allocated for it', async () => {
    const context = await testDevice();
    const dataset = await uploadDataset(context, makePlaneSet('spirals', 512, 256, 0.05, 1));
    const heard: string[] = [];
    const { arm: fitted } = await fitBudget(
      context,
      { spec, dataset, task: taskOf(spec), arm },
      { bytes: 1_000, relative: 1_000 },
      { onAttempt: ({ verdict, times }) => heard.push(`${verdict}, ${times === null ? 'not run' : 'run'}`) },
    );
    dataset.destroy();
    expect(fitted).toBeNull();
    expect(new Set(heard)).toEqual(new Set(['takes too much memory, not run']));
  });

  test('cuts sides further and further, by divisors, and ends with diagonals', () => {
    const weights = layerSides(findPreset('mnist-mlp')!.spec);
    const choices = structureChoices(arm.optimizer.blocks, weights);
    expect(choices.map(({ label }) => label)).toEqual([
      'blocks as asked for',
      'sides cut to at most 512',
      'sides cut to at most 256',
      'sides cut to at most 128',
      'sides cut to at most 64',
      'diagonals',
    ]);
    const [, halves] = choices;
    expect(halves!.blocks.except).toEqual([{ layer: 1, block: { kind: 'kronecker', inputParts: 2, outputParts: 1, sharing: 'expand' } }]);
  });

  test('counts each part of a step by its period', () => {
    const times = (sections: Record<string, number>) => ({ plain: 1.5, sections: new Map(Object.entries(sections)) });
    const periods = { statisticsEvery: 5, inverseEvery: 20, basisEvery: 100 };
    expect(meanStep(times({ statistics: 1, damping: 0.5, inverses: 10 }), periods)).toBeCloseTo(1.5 + 1 / 5 + 0.5 / 5 + 10 / 20, 12);
    // Of five refreshes one solves afresh and four turn the bases.
    expect(meanStep(times({ eigenbases: 100, 'eigenbasis iteration': 10 }), periods)).toBeCloseTo(1.5 + 100 / 100 + (10 * 4) / 100, 12);
    // Every 20 steps a search for γ and a refresh meet.
    expect(meanStep(times({ 'inverses with gamma': 10, gamma: 2 }), { ...periods, inverseEvery: 5 })).toBeCloseTo(
      1.5 + 10 / 5 + 2 / 20,
      12,
    );
  });

  test('once refused names the quickest step that was timed, else the least memory', () => {
    const unseen = { allocated: null, times: null, periods: null, relative: null, verdict: 'takes too much memory' } as const;
    const slow = { ...unseen, verdict: 'takes too long', allocated: 9, relative: 3 } as const;
    const large = { ...unseen, label: 'whole', bytes: 20 };
    expect(leastBudget([large, { ...unseen, label: 'diagonals', bytes: 10 }])).toEqual({ label: 'diagonals', bytes: 10, relative: null });
    expect(leastBudget([large, { ...slow, label: 'cut', bytes: 9 }, { ...slow, label: 'diagonals', bytes: 8, relative: 2 }])).toEqual({
      label: 'diagonals',
      bytes: 8,
      relative: 2,
    });
    expect(leastBudget([])).toBeNull();
  });

  test('tries only blocks that the estimate and the representation can have', async () => {
    const context = await testDevice();
    const dataset = await uploadDataset(context, makePlaneSet('spirals', 512, 256, 0.05, 1));
    const linked: KfacArm = { ...arm, optimizer: { ...arm.optimizer, representation: 'tridiagonal' } };
    const { attempts } = await fitBudget(context, { spec, dataset, task: taskOf(spec), arm: linked }, { bytes: 1_000, relative: 1_000 });
    dataset.destroy();
    expect(attempts.map(({ label }) => label)).toEqual(['blocks as asked for']);
  });

  test('ends as soon as it is given up, with nothing left in memory', async () => {
    const context = await testDevice();
    const baseline = context.memory.liveBytes;
    const abort = new AbortController();
    const source: DataSource = { open: () => Promise.reject(new Error('no files')) };
    const request = { spec, arm, budget: { bytes: 2 ** 30, relative: 1_000 }, context, source, signal: abort.signal };
    const tried: string[] = [];
    const onTrying = (label: string): void => {
      tried.push(label);
      abort.abort(new Error('given up'));
    };
    await expect(fitArm(request, { onTrying })).rejects.toThrow('given up');
    expect(tried).toEqual(['blocks as asked for']);
    expect(context.memory.liveBytes).toBe(baseline);
  });
});
