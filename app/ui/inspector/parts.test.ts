import { describe, expect, it } from 'vitest';
import { betweenParts, nameParts } from './parts.ts';

const PARTS = [
  { start: 0, size: 3 },
  { start: 3, size: 3 },
  { start: 6, size: 4 },
];

describe('the parts of a side', () => {
  it('are named by their number and sizes, the one with the bias too', () => {
    expect(nameParts(PARTS)).toBe('3 parts of 3 or 4');
    expect(nameParts([{ start: 0, size: 7 }])).toBe('1 part of 7');
  });

  it('hold a rectangle that meets a square of the diagonal, and no other', () => {
    expect(betweenParts(PARTS, [0, 0], [2, 2])).toBe(false);
    expect(betweenParts(PARTS, [0, 0], [3, 3])).toBe(true);
    expect(betweenParts(PARTS, [1, 2], [2, 5])).toBe(false);
    expect(betweenParts(PARTS, [9, 9], [6, 6])).toBe(false);
    expect(betweenParts(PARTS, [9, 9], [4, 5])).toBe(true);
  });
});
