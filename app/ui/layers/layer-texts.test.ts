import { describe, expect, it } from 'vitest';
import type { VisibleAttention, VisibleMaps } from '../../lab/looks/visible-layer.ts';
import { attentionRows, spellCell, strongest, summariseHead } from './attention-text.ts';
import { charactersOf, explainLook, nameVisible } from './layer-words.ts';
import { mapRows, rangeOf, spellMapCell } from './map-text.ts';

const maps: VisibleMaps = {
  ...{ kind: 'maps', layer: 3, name: 'deep', weights: [1], rows: 10, columns: 12, channels: 16, isSigned: true },
  filters: { side: 5, inputs: 8, readColours: false },
};
const attention: VisibleAttention = { kind: 'attention', layer: 2, name: 'look', weights: [1, 2], heads: 1, length: 3, isCausal: true };
const shape = { kind: 'image', width: 1, height: 1, channels: 1 } as const;
const look = { layer: 3, example: 4, channel: null };
const heatmap = (rows: number, columns: number, ...values: number[]) => ({ rows, columns, values: Float32Array.from(values) });
// Position 2 looks at 1 mostly, position 3 at 2.
const shares = Float32Array.of(1, 0, 0, 0.7, 0.3, 0, 0.1, 0.8, 0.1);
const letters = charactersOf({ kind: 'tokens', tokens: Uint32Array.of(1, 0, 2) }, 'a \n');

describe('a layer in words', () => {
  it('tells what is shown, of which example, and what the colours mean', () => {
    const example = { kind: 'image', shape, values: new Float32Array(1), label: 9 } as const;
    const words = explainLook(maps, look, example);
    expect(words).toContain('What deep makes of test example 5, of class 9, are 16 maps of 10 × 12.');
    expect(explainLook(maps, look, { ...example, label: 1 }, ['coat', 'bag'])).toContain('test example 5, of class bag, are');
    expect(words).toContain('a filter of 5 × 5 weights, here the mean over the 8 channels that it reads. Orange is below zero');
    expect(explainLook(maps, { ...look, channel: 2 }, null)).toContain('here those for channel 3 of the 8');
    const colours: VisibleMaps = { ...maps, filters: { side: 5, inputs: 3, readColours: true } };
    expect(explainLook(colours, look, null)).toContain(
      '5 × 5 weights for each of red, green and blue: half of a colour is a weight of 0, less of it one below zero. In maps: orange is',
    );
    expect(explainLook(colours, { ...look, channel: 1 }, null)).toContain('5 × 5 weights, here those for green. Orange is');
    expect(explainLook({ ...maps, filters: null, isSigned: false, channels: 1 }, look, null)).toMatch(
      /is 1 map of .* No value is below zero/,
    );
    expect(explainLook(attention, look, null)).toMatch(/in the only head of look: .* not seen\.$/);
    expect([nameVisible(maps), nameVisible(attention)]).toEqual(['deep · 10 × 12 × 16', 'look · 1 head']);
  });
});

describe('attention in words', () => {
  it('spells a cell with its characters, blanks made visible, and says what is not seen', () => {
    expect(letters).toEqual(['␣', 'a', '⏎']);
    expect(spellCell({ row: 2, column: 1 }, shares, letters, true)).toBe('position 3 ‘⏎’ looks at position 2 ‘a’: 0.80');
    expect(spellCell({ row: 0, column: 1 }, shares, letters, true)).toBe('position 1 ‘␣’ does not see position 2 ‘a’, which lies ahead');
    expect(spellCell({ row: 0, column: 1 }, shares, null, false)).toBe('position 1 looks at position 2: 0.00');
  });

  it('finds whom a position looks at most, in a table of all heads', () => {
    expect([0, 1, 2].map((row) => strongest(row, shares))).toEqual([0, 0, 1]);
    expect(attentionRows([shares, shares], null)).toEqual([
      ['1', '1 1.00', '1 1.00'],
      ['2', '1 0.70', '1 0.70'],
      ['3', '2 0.80', '2 0.80'],
    ]);
  });

  it('sums up how far and how sharply a head looks', () => {
    // Distances 0, 0.7 and 0.8 + 2 · 0.1; largest shares 1, 0.7 and 0.8.
    expect(summariseHead(shares)).toBe('looks 0.57 positions away on average; the largest share of a row is 0.83 on average');
  });
});

describe('maps in words', () => {
  it('share a range that is as wide below zero as above, or begins at zero', () => {
    const both = [heatmap(1, 2, 1, -3), heatmap(1, 2, NaN, 2)];
    expect(rangeOf(both, true)).toEqual([-3, 3]);
    expect(rangeOf([heatmap(1, 2, 0, 2)], false)).toEqual([0, 2]);
    expect(rangeOf([heatmap(1, 1, NaN)], true)).toEqual([NaN, NaN]);
  });

  it('spell a cell, or the rows and columns that it stands for, and list what each map holds', () => {
    const map = heatmap(2, 2, 1, 2, -1, 0);
    expect(spellMapCell({ map: 0, row: 1, column: 0 }, [map], 2, 2)).toBe('1: row 1, column 0: −1.00');
    expect(spellMapCell({ map: 0, row: 1, column: 0 }, [map], 4, 2)).toBe('1: row 2–3, column 0: −1.00');
    expect(mapRows([map])).toEqual([['1', '−1.00', '0.500', '2.00', '50.0 %']]);
  });
});
