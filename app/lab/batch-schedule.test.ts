import { describe, expect, test } from 'vitest';
import { batchStages, epochsPassed, examplesShown, pacedStages, stageAt } from './batch-schedule.ts';
import { rowStarts } from './row-starts.ts';

/** The paper's: from 1,000 to all 60,000 at step 500. */
const PAPER = { batchSize: 1_000, batchGrowth: { to: 60_000, steps: 500, stages: 6 } };

describe('a batch schedule', () => {
  test('has one stage where the batch does not grow', () => {
    expect(batchStages({ batchSize: 64, batchGrowth: null })).toEqual([{ start: 0, batchSize: 64 }]);
  });

  test('grows by equal factors after equal numbers of steps, and has its last size from the step it names on', () => {
    const stages = batchStages(PAPER);
    expect(stages[0]).toEqual({ start: 0, batchSize: 1_000 });
    expect(stages.at(-1)).toEqual({ start: 499, batchSize: 60_000 });
    for (const [index, { start, batchSize }] of stages.slice(1).entries()) {
      expect(batchSize / stages[index]!.batchSize).toBeCloseTo(60 ** (1 / 5), 2);
      // The size that the paper's growth has at the stage's first step.
      expect(batchSize / (1_000 * 60 ** (start / 499))).toBeCloseTo(1, 2);
      expect(start - stages[index]!.start).toBeGreaterThanOrEqual(99);
    }
  });

  test('makes one stage of sizes that round to the same', () => {
    const stages = batchStages({ batchSize: 2, batchGrowth: { to: 4, steps: 9, stages: 9 } });
    expect(stages.map(({ batchSize }) => batchSize)).toEqual([2, 3, 4]);
    expect(stages.map(({ start }) => start)).toEqual([0, 3, 7]);
  });

  test('knows which stage the next step belongs to', () => {
    const stages = batchStages({ batchSize: 10, batchGrowth: { to: 40, steps: 9, stages: 3 } });
    expect([0, 3, 4, 7, 8, 1_000].map((steps) => stageAt(stages, steps))).toEqual([0, 0, 1, 1, 2, 2]);
  });

  test('counts what steps have shown by the size each had', () => {
    const stages = pacedStages(batchStages({ batchSize: 10, batchGrowth: { to: 40, steps: 9, stages: 3 } }), 100);
    expect([0, 4, 5, 8, 9].map((steps) => examplesShown(stages, steps))).toEqual([0, 40, 60, 120, 160]);
    const passes = [0, 0.4, 0.6, 1.2, 1.7];
    for (const [index, steps] of [0, 4, 5, 8, 9].entries()) expect(epochsPassed(stages, steps)).toBeCloseTo(passes[index]!, 12);
  });
});

describe('a stage goes on in the order of the examples', () => {
  const stages = [
    { start: 0, batchSize: 10 },
    { start: 7, batchSize: 30 },
    { start: 9, batchSize: 60 },
  ];

  test('where the one before it has got to in its epoch', () => {
    expect(rowStarts(stages, { examples: 100, order: 'shuffled' })).toEqual([
      { step: 0, epoch: 0, position: 0 },
      { step: 7, epoch: 0, position: 70 },
      // 30 of the first epoch, then 30 of the second.
      { step: 9, epoch: 1, position: 30 },
    ]);
  });

  test('where the one before it has got to in the data set, around and around', () => {
    expect(rowStarts(stages, { examples: 100, order: 'sequential' }).map(({ position }) => position)).toEqual([0, 70, 30]);
  });
});
