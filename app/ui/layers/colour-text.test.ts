import { describe, expect, it } from 'vitest';
import { colourPixels, colourRows, reachOf, spellColourCell } from './colour-text.ts';

const filter = (side: number, ...values: number[]) => ({ side, values: Float32Array.from(values) });

describe('filters of colours', () => {
  it('share one scale in which half of each colour is a weight of 0', () => {
    const filters = [filter(1, 0.5, 0, -0.5), filter(1, -2, 2, NaN)];
    expect(reachOf(filters)).toBe(2);
    expect([...colourPixels(filters[0]!, 2)]).toEqual([159, 128, 96, 255]);
    expect([...colourPixels(filter(1, -2, 2, 0), 2)]).toEqual([0, 255, 128, 255]);
  });

  it('leave out what is no number, and are grey without a weight', () => {
    expect([...colourPixels(filter(1, 1, 1, NaN), 1)]).toEqual([0, 0, 0, 0]);
    expect(reachOf([filter(1, NaN, NaN, NaN)])).toBeNaN();
    expect([...colourPixels(filter(1, 0, 0, 0), 0)]).toEqual([128, 128, 128, 255]);
  });

  it('spell a cell, and list what each holds', () => {
    const one = filter(2, 0, 0, 0, 1, 2, -3, 0, 0, 0, 1, 0, 1);
    expect(spellColourCell({ map: 0, row: 0, column: 1 }, [one])).toBe('1: row 0, column 1: red 1.00, green 2.00, blue −3.00');
    expect(colourRows([one])).toEqual([['1', '−3.00', '2.00', '0.500', '0.500', '−0.500']]);
  });
});
