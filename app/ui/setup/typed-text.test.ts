import { describe, expect, it } from 'vitest';
import { readNumber, readWidths } from './typed-text.ts';

describe('typed text', () => {
  it('is a number where it reads as one', () => {
    expect(readNumber(' 1e-3 ')).toBe(0.001);
    expect(readNumber('')).toBe('');
    expect(readNumber('1,5')).toBe('1,5');
  });

  it('lists widths between commas or spaces', () => {
    expect(readWidths('784, 32  x')).toEqual([784, 32, 'x']);
  });
});
