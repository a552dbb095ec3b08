import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { testDevice } from '../../gpu/testing/device.ts';
import type { Arm } from '../lab/arm.ts';
import { loadDataset } from '../lab/datasets/load-dataset.ts';
import { constantRate } from '../lab/schedule-spec.ts';
import type { OptimizerSpec } from '../lab/optimizer-spec.ts';
import { presets } from '../lab/presets/index.ts';
import { gpuEngine } from '../lab/session-engine.ts';
import { sha256 } from '../lab/sha256.ts';
import type { ArmSpec, ExperimentSpec } from '../lab/spec.ts';
import { taskOf } from '../lab/task-of.ts';
import type { UploadedDataset } from '../lab/uploaded-dataset.ts';
import { folderDataSource } from './folder-data-source.ts';

const source = folderDataSource(fileURLToPath(new URL('../../public/data/', import.meta.url)));
const SIGNAL = new AbortController().signal;
const STEPS = 8;

/** The preset's models and arms on few examples; a batch that grows does so within the steps of a test. */
function shrunk(spec: ExperimentSpec): ExperimentSpec {
  return {
    ...spec,
    data: { ...spec.data, trainExamples: 200, testExamples: 100 },
    batchSize: 16,
    batchGrowth: spec.batchGrowth && { to: 32, steps: STEPS / 2, stages: 2 },
    evaluation: { ...spec.evaluation, trainExamples: 16 },
  };
}

async function withData(spec: ExperimentSpec, use: (dataset: UploadedDataset) => Promise<void>): Promise<void> {
  const context = await testDevice();
  const dataset = await gpuEngine.upload(context, await loadDataset(spec.data, spec.seed, source, SIGNAL));
  try {
    await use(dataset);
  } finally {
    dataset.destroy();
  }
}

async function withArm(spec: ExperimentSpec, arm: ArmSpec, dataset: UploadedDataset, use: (arm: Arm) => Promise<void>): Promise<void> {
  const built = await gpuEngine.buildArm(await testDevice(), { spec, arm, dataset, task: taskOf(spec) });
  try {
    await use(built);
  } finally {
    built.destroy();
  }
}

/** As fast as a spec allows, with nothing that bounds a step. */
function reckless(optimizer: OptimizerSpec): OptimizerSpec {
  const rate = { learningRate: 1e3, schedule: constantRate };
  if (optimizer.kind === 'kfac' && optimizer.step.kind === 'fixed') {
    return { ...optimizer, step: { ...optimizer.step, ...rate, klClip: null } };
  }
  if (optimizer.kind === 'kfac') return { ...optimizer, damping: { ...optimizer.damping, lambda: 1e-9 } };
  if (optimizer.kind === 'hessian-free') return { ...optimizer, damping: { ...optimizer.damping, lambda: 1e-9 } };
  return { ...optimizer, ...rate };
}

describe.each(presets.map(({ id, spec }) => ({ id, spec: shrunk(spec) })))('$id', ({ spec }) => {
  test('has the same bits twice, however its steps are grouped, in constant memory that it gives back', async () => {
    const { memory } = await testDevice();
    const baseline = memory.liveBytes;
    await withData(spec, async (dataset) => {
      const loaded = memory.liveBytes;
      for (const arm of spec.arms) {
        const weights: string[] = [];
        for (const groups of [
          [4, 4],
          [1, 5, 2],
        ]) {
          await withArm(spec, arm, dataset, async (built) => {
            const { liveBytes, liveBuffers } = memory;
            for (const count of groups) expect((await built.train(count)).failure).toBeNull();
            await built.evaluate();
            expect([memory.liveBytes, memory.liveBuffers]).toEqual([liveBytes, liveBuffers]);
            weights.push(await sha256(await built.weights()));
          });
          expect(memory.liveBytes).toBe(loaded);
        }
        expect(new Set(weights).size, arm.name).toBe(1);
      }
    });
    expect(memory.liveBytes).toBe(baseline);
  });

  test('driven recklessly keeps finite weights, and stops naming step and tensor where it cannot go on', async () => {
    const stopped: string[] = [];
    await withData(spec, async (dataset) => {
      for (const { name, optimizer } of spec.arms) {
        await withArm(spec, { name, optimizer: reckless(optimizer) }, dataset, async (arm) => {
          const { failure, losses } = await arm.train(40);
          const weights = await arm.weights();
          expect(weights.every(Number.isFinite), name).toBe(true);
          if (failure === null) {
            expect(Number.isFinite(losses.at(-1)), name).toBe(true);
          } else {
            stopped.push(name);
            expect(failure.step, name).toBe(losses.length);
            expect(failure.tensor, name).not.toBe('');
            await arm.train(5);
            expect(await arm.weights(), name).toEqual(weights);
          }
        });
      }
    });
    expect(stopped).not.toEqual([]);
  });
});
