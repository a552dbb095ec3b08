import { constantRate } from './schedule-spec.ts';
import { describe, expect, test } from 'vitest';
import { KFAC_DEFAULTS, type BlockSpec } from './kfac-spec.ts';
import { planBlocks, type PlannedKfac } from './plan-blocks.ts';

const WHOLE: BlockSpec = { kind: 'kronecker', inputParts: 1, outputParts: 1, sharing: 'expand' };
const SIDES = [
  { use: 'dense', rows: 1, inputs: 63, outputs: 32 },
  { use: 'dense', rows: 1, inputs: 32, outputs: 4 },
] as const;
const KFAC: PlannedKfac = {
  ...KFAC_DEFAULTS,
  estimation: 'sampled',
  step: { kind: 'fixed', learningRate: 0.1, schedule: constantRate, momentum: 0.9, klClip: null },
  weightDecay: 0,
  statisticsEvery: 1,
  inverseEvery: 10,
};

describe('the plan of blocks', () => {
  test('gives every layer its structure, exceptions included, and adds their memory up', () => {
    const diagonal: BlockSpec = { kind: 'diagonal' };
    const plan = planBlocks({ ...KFAC, blocks: { every: WHOLE, except: [{ layer: 2, block: diagonal }] } }, SIDES, 100);
    expect(plan.layers.map(({ structure }) => structure)).toEqual([WHOLE, diagonal]);
    // Factors and inverses of 64 and 32 on a side, and a diagonal of 33 × 4.
    expect(plan.layers.map(({ cost }) => cost!.bytes)).toEqual([8 * (64 ** 2 + 32 ** 2), 4 * 33 * 4]);
    expect(plan.total!.bytes).toBe(8 * (64 ** 2 + 32 ** 2) + 4 * 33 * 4);
  });

  test('counts rarer statistics and inverses as less, and nothing as less than SGD', () => {
    const often = planBlocks(KFAC, SIDES, 100).total!.relative;
    const rarely = planBlocks({ ...KFAC, statisticsEvery: 50, inverseEvery: 500 }, SIDES, 100).total!.relative;
    expect(often).toBeGreaterThan(rarely);
    expect(rarely).toBeGreaterThan(1);
  });

  test('adds the two forward passes of the quadratic model to the total', () => {
    const fixed = planBlocks(KFAC, SIDES, 100);
    const solved = planBlocks({ ...KFAC, step: { kind: 'quadratic-model', fraction: 1 } }, SIDES, 100);
    expect(fixed.relativeWithModel).toBe(fixed.total!.relative);
    // Two products a layer with the weight's tangent and, in the second layer, two with its inputs'.
    const expected = (2 * 63 * 32 + 4 * 32 * 4) / (3 * (63 * 32 + 32 * 4));
    expect(solved.relativeWithModel! - solved.total!.relative).toBeCloseTo(expected, 12);
  });

  test('counts the forward pass that a part of the batch takes of its own', () => {
    const [whole, half] = [1, 0.5].map((fraction) => {
      const plan = planBlocks({ ...KFAC, step: { kind: 'quadratic-model', fraction } }, SIDES, 100);
      return plan.relativeWithModel! - plan.total!.relative;
    });
    const forward = 0.5 / 3;
    expect(half).toBeCloseTo(whole! / 2 + forward, 12);
  });

  test('knows no cost of a block that does not fit, nor of all of them then', () => {
    const plan = planBlocks({ ...KFAC, blocks: { every: { ...WHOLE, inputParts: 7 }, except: [] } }, SIDES, 100);
    expect(plan.layers.map(({ cost }) => cost === null)).toEqual([false, true]);
    expect(plan.total).toBeNull();
  });
});
