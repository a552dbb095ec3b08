import { describe, expect, test } from 'vitest';
import type { SpecIssue } from './spec-error.ts';
import { issuesOf, kfac, valid } from './testing/written-spec.ts';

const ARM = 'arms.0.optimizer';

/** What is wrong with K-FAC of other settings. */
function issuesOfArm(settings: object, model: object = valid.model): readonly SpecIssue[] {
  return issuesOf({ ...valid, model, arms: [{ name: 'K-FAC', optimizer: { ...kfac, ...settings } }] });
}

describe('a block', () => {
  const split = (inputParts: number, outputParts: number): object => ({ kind: 'kronecker', inputParts, outputParts });
  const withBlocks = (every: object, except: object[] = []): readonly SpecIssue[] => issuesOfArm({ blocks: { every, except } });

  test('is cut into parts that divide its layer', () => {
    expect(withBlocks(split(4, 2))).toEqual([]);
    expect(withBlocks(split(1, 3), [{ layer: 2, block: split(1, 10) }])).toEqual([
      {
        path: `${ARM}.blocks.every.outputParts`,
        message: 'expected a number that divides the 32 outputs of layer 1, got 3; choose one of 1, 2, 4, 8, 16, 32',
      },
    ]);
  });

  test('is full where parameters are few, and of a layer that there is', () => {
    expect(withBlocks({ kind: 'diagonal' }, [{ layer: 2, block: { kind: 'full' } }])).toEqual([]);
    const except = [
      { layer: 1, block: { kind: 'full' } },
      { layer: 3, block: { kind: 'diagonal' } },
    ];
    expect(withBlocks({ kind: 'diagonal' }, except)).toEqual([
      {
        path: `${ARM}.blocks.except.0.block.kind`,
        message: 'expected at most 2048 parameters for a full block, got the 25120 of layer 1; give it a "kronecker" block',
      },
      { path: `${ARM}.blocks.except.1.layer`, message: 'expected a layer from 1 to 2, got 3; name a layer of this model' },
    ]);
  });

  test('is made of no gradients where none are estimated', () => {
    const forwardOnly = (every: object): readonly SpecIssue[] => issuesOfArm({ estimation: 'forward-only', blocks: { every, except: [] } });
    expect(forwardOnly(split(2, 3))).toEqual([]);
    expect(forwardOnly({ kind: 'diagonal' })[0]).toEqual({
      path: `${ARM}.blocks.every.kind`,
      message:
        'expected a "kronecker" block beside the estimation "forward-only", got "diagonal" for layer 1, which is made of gradients; choose "kronecker" or another estimation',
    });
  });
});

test('only recurrent weights of several steps are chained in time, factored and with gradients', () => {
  const withChain = (settings: object, layer: number, axes = [28, 28]): readonly SpecIssue[] => {
    const block = { kind: 'kronecker', inputParts: 1, outputParts: 1, sharing: 'option-1' };
    const blocks = { every: { ...block, sharing: 'expand' }, except: [{ layer, block }] };
    const layers = [
      { kind: 'reshape', axes },
      { kind: 'recurrent', cell: 'gru', units: 4, returns: 'last' },
      { kind: 'dense', units: 10 },
    ];
    return issuesOfArm({ blocks, ...settings }, { kind: 'graph', layers, initialisation: 'glorot', reconstructs: false });
  };
  const path = `${ARM}.blocks.except.0.block.sharing`;
  expect(withChain({}, 1)).toEqual([]);
  expect(withChain({}, 2)).toEqual([]);
  const remedy = 'got "option-1", which links time steps; give it a block of its own in blocks.except';
  expect(withChain({}, 3)).toEqual([
    { path, message: `expected "expand" or "reduce" for layer 3, which is no recurrent weight, ${remedy}` },
  ]);
  expect(withChain({}, 2, [1, 784])).toEqual([
    { path, message: `expected "expand" or "reduce" for layer 2, which is a recurrent weight of a single step, ${remedy}` },
  ]);
  expect(withChain({ estimation: 'forward-only' }, 1)[0]).toEqual({
    path,
    message: 'expected "expand" or "reduce" beside the estimation "forward-only", got "option-1", which links gradients; choose another',
  });
  expect(withChain({ representation: 'ekfac' }, 1)).toEqual([
    {
      path,
      message:
        'expected "expand" or "reduce" beside the representation "ekfac", got "option-1"; choose one of them or the representation "factored"',
    },
  ]);
});
