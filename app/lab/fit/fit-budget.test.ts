import { describe, expect, test } from 'vitest';
import { testDevice } from '../../../gpu/testing/device.ts';
import { makePlaneSet } from '../datasets/plane-sets.ts';
import { layerSides } from '../model/layer-sides.ts';
import { findPreset } from '../presets/index.ts';
import { taskOf } from '../task-of.ts';
import { uploadDataset } from '../uploaded-dataset.ts';
import { fitBudget } from './fit-budget.ts';
import { meanStep } from './periods.ts';
import { structureChoices } from './structures.ts';

const { spec } = findPreset('spirals')!;
const [first] = spec.arms;
if (first?.optimizer.kind !== 'kfac') throw new Error('expected K-FAC first');
const arm = { ...first, optimizer: first.optimizer };

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
      ({ verdict, times }) => heard.push(`${verdict}, ${times === null ? 'not run' : 'run'}`),
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
    const times = { plain: 1.5, sections: new Map(Object.entries({ statistics: 1, damping: 0.5, inverses: 10 })) };
    expect(meanStep(times, { statisticsEvery: 5, inverseEvery: 20 })).toBeCloseTo(1.5 + 1 / 5 + 0.5 / 5 + 10 / 20, 12);
  });
});
