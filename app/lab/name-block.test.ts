import { expect, test } from 'vitest';
import { nameBlock } from './name-block.ts';

const kronecker = (inputParts: number, outputParts: number) => ({ kind: 'kronecker', inputParts, outputParts }) as const;

test('blocks are named by their factors and the parts of each side', () => {
  expect(nameBlock({ structure: kronecker(1, 1), representation: 'factored', forwardOnly: false })).toBe('A ⊗ G');
  expect(nameBlock({ structure: kronecker(4, 1), representation: 'factored', forwardOnly: false })).toBe('A ⊗ G in 4 × 1 parts');
  expect(nameBlock({ structure: { kind: 'diagonal' }, representation: 'factored', forwardOnly: false })).toBe('diagonal');
  expect(nameBlock({ structure: { kind: 'full' }, representation: 'factored', forwardOnly: false })).toBe('full');
});

test('without gradients the parts of the outputs do not count', () => {
  expect(nameBlock({ structure: kronecker(1, 3), representation: 'factored', forwardOnly: true })).toBe('A ⊗ I');
  expect(nameBlock({ structure: kronecker(2, 3), representation: 'factored', forwardOnly: true })).toBe('A ⊗ I in 2 parts');
});

test('blocks in an eigenbasis say so', () => {
  expect(nameBlock({ structure: kronecker(1, 1), representation: 'eigenbasis', forwardOnly: false })).toBe('A ⊗ G, eigenbasis');
  expect(nameBlock({ structure: kronecker(2, 1), representation: 'ekfac', forwardOnly: false })).toBe('A ⊗ G in 2 × 1 parts, EKFAC');
  expect(nameBlock({ structure: { kind: 'diagonal' }, representation: 'ekfac', forwardOnly: false })).toBe('diagonal');
});
