import { expect, test } from 'vitest';
import { nameBlock } from './name-block.ts';

const kronecker = (inputParts: number, outputParts: number) => ({ kind: 'kronecker', inputParts, outputParts }) as const;

test('blocks are named by their factors and the parts of each side', () => {
  expect(nameBlock({ structure: kronecker(1, 1), forwardOnly: false })).toBe('A ⊗ G');
  expect(nameBlock({ structure: kronecker(4, 1), forwardOnly: false })).toBe('A ⊗ G in 4 × 1 parts');
  expect(nameBlock({ structure: { kind: 'diagonal' }, forwardOnly: false })).toBe('diagonal');
  expect(nameBlock({ structure: { kind: 'full' }, forwardOnly: false })).toBe('full');
});

test('without gradients the parts of the outputs do not count', () => {
  expect(nameBlock({ structure: kronecker(1, 3), forwardOnly: true })).toBe('A ⊗ I');
  expect(nameBlock({ structure: kronecker(2, 3), forwardOnly: true })).toBe('A ⊗ I in 2 parts');
});
