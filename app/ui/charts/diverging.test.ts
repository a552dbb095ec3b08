import { describe, expect, it } from 'vitest';
import { divergingTable } from './diverging.ts';
import { matrixPixels, matrixRange } from './matrix-pixels.ts';

const LIGHT = 'rgb(251, 250, 247)';
const DARK = 'rgb(19, 21, 24)';

const lightness = (table: Uint8ClampedArray, entry: number): number => {
  const [red, green, blue] = [0, 1, 2].map((channel) => (table[4 * entry + channel]! / 255) ** 2.2);
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
};

describe('the diverging colours', () => {
  it('end in orange and purple', () => {
    const table = divergingTable(LIGHT);
    expect(Array.from(table.subarray(0, 4))).toEqual([0x7f, 0x3b, 0x08, 255]);
    expect(Array.from(table.subarray(4 * 255))).toEqual([0x2d, 0x00, 0x4b, 255]);
  });

  it.each([
    ['light', LIGHT, 1],
    ['dark', DARK, -1],
  ])('draw away from %s paper to both sides', (_, paper, sign) => {
    const table = divergingTable(paper);
    for (let step = 1; step <= 12; step++) {
      for (const side of [-1, 1]) {
        const [nearer, farther] = [127 + side * (step - 1) * 10, 127 + side * step * 10];
        expect(sign * (lightness(table, nearer) - lightness(table, farther))).toBeGreaterThan(0);
      }
    }
  });

  it('have zero in the middle, however far the values reach to either side', () => {
    expect(matrixRange(Float32Array.of(-1, 0, 4, NaN), 'diverging')).toEqual([-4, 4]);
    const table = divergingTable(LIGHT);
    const pixels = matrixPixels(Float32Array.of(-4, 0, 1, NaN), table, 'diverging');
    expect(pixels.subarray(0, 4)).toEqual(table.subarray(0, 4));
    expect(pixels.subarray(4, 8)).toEqual(table.subarray(4 * 128, 4 * 129));
    expect(pixels[15]).toBe(0);
    expect(matrixPixels(Float32Array.of(0, 0), table, 'diverging').subarray(0, 4)).toEqual(table.subarray(4 * 128, 4 * 129));
  });
});
