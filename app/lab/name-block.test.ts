import { describe, expect, test } from 'vitest';
import type { BlockStructure } from '../../gpu/curvature/structure.ts';
import { explainBlock } from './explain-block.ts';
import { nameBlock, type BlockedWeight, type NamedBlock } from './name-block.ts';

const DENSE = { use: 'dense', rows: 1, batchNormAfter: false } as const;
const WINDOWS = { use: 'dense', rows: 196, batchNormAfter: false } as const;
const STATES = { use: 'dense', rows: 28, batchNormAfter: false } as const;
const EMBEDDING = { use: 'embedding', rows: 64, batchNormAfter: false } as const;
const TIED = { use: 'tied-embedding', rows: 128, batchNormAfter: false } as const;
const NORM = { use: 'channelwise', rows: 64, batchNormAfter: false } as const;

const kronecker = (inputParts: number, outputParts: number): BlockStructure => ({ kind: 'kronecker', inputParts, outputParts });
const WHOLE = { kind: 'kronecker', inputParts: 1, outputParts: 1 } as const;
const reduced: BlockStructure = { ...WHOLE, sharing: 'reduce' };

function block(structure: BlockStructure, settings: Partial<NamedBlock> = {}): NamedBlock {
  return { structure, representation: 'factored', forwardOnly: false, ...settings };
}

function name(structure: BlockStructure, settings: Partial<NamedBlock> = {}, weight: BlockedWeight = DENSE): string {
  return nameBlock(block(structure, settings), weight);
}

describe('blocks are named', () => {
  test('by their factors and the parts of each side', () => {
    expect(name(kronecker(1, 1))).toBe('A ⊗ G');
    expect(name(kronecker(4, 1))).toBe('A ⊗ G in 4 × 1 parts');
    expect(name({ kind: 'diagonal' })).toBe('diagonal');
    expect(name({ kind: 'full' })).toBe('full');
  });

  test('without the parts of the outputs where there are no gradients', () => {
    expect(name(kronecker(1, 3), { forwardOnly: true })).toBe('A ⊗ I');
    expect(name(kronecker(2, 3), { forwardOnly: true })).toBe('A ⊗ I in 2 parts');
  });

  test('with their eigenbasis', () => {
    expect(name(kronecker(1, 1), { representation: 'eigenbasis' })).toBe('A ⊗ G, eigenbasis');
    expect(name(kronecker(2, 1), { representation: 'ekfac' })).toBe('A ⊗ G in 2 × 1 parts, EKFAC');
    expect(name({ kind: 'diagonal' }, { representation: 'ekfac' })).toBe('diagonal');
  });

  test('by what stands for the positions of a weight', () => {
    expect(name(kronecker(1, 1), {}, WINDOWS)).toBe('A ⊗ G, expanded over 196 positions');
    expect(name(reduced, {}, WINDOWS)).toBe('A ⊗ G, reduced over 196 positions');
    expect(name(reduced)).toBe('A ⊗ G');
    expect(name({ ...WHOLE, sharing: 'option-1' }, {}, STATES)).toBe('A ⊗ G, option 1 over 28 time steps');
    expect(name({ ...WHOLE, sharing: 'option-2' }, {}, STATES)).toBe('A ⊗ G, option 2 over 28 time steps');
  });

  test('by what a weight does with its inputs', () => {
    expect(name(kronecker(1, 1), { representation: 'ekfac' }, EMBEDDING)).toBe('frequencies ⊗ G');
    expect(name(kronecker(1, 2), {}, EMBEDDING)).toBe('frequencies ⊗ G in 2 parts');
    expect(name(kronecker(1, 1), { forwardOnly: true }, EMBEDDING)).toBe('frequencies ⊗ I');
    expect(name(kronecker(1, 1), {}, NORM)).toBe('a block a channel');
    expect(name(kronecker(2, 4), {}, TIED)).toBe('A ⊗ G of both uses in 2 × 4 parts');
  });
});

describe('a block is explained', () => {
  test('by what it takes for granted', () => {
    expect(explainBlock(block(kronecker(1, 1)), WINDOWS)).toEqual({
      reason: 'positions taken as independent, as if each were a case',
      fallback: null,
    });
    expect(explainBlock(block(kronecker(1, 1), { representation: 'ekfac' }), DENSE).fallback).toBeNull();
    expect(explainBlock(block({ ...WHOLE, sharing: 'option-1' }), STATES).reason).toBe(
      'chosen: gradients of time steps make a chain, the same forwards and backwards, as long as the sequence',
    );
    expect(explainBlock(block({ ...WHOLE, sharing: 'option-2' }), STATES).reason).toBe(
      'chosen: gradients of time steps make a chain without ends',
    );
  });

  test('by what a batch norm after the weight makes of its cases', () => {
    expect(explainBlock(block({ kind: 'full' }), { ...DENSE, batchNormAfter: true }).reason).toBe(
      'chosen: every pair of parameters; cases taken as independent, though a batch norm after it joins them',
    );
  });

  test('with what the weight cannot have', () => {
    expect(explainBlock(block(kronecker(1, 1), { representation: 'ekfac' }), NORM).fallback).toBe(
      'EKFAC is for A ⊗ G of dense weights, so this block is damped and inverted as it is',
    );
    expect(explainBlock(block({ kind: 'diagonal' }, { representation: 'eigenbasis' }), DENSE).fallback).toMatch(/divided by$/);
  });
});
