import type { Scaling } from '../../state/view-settings.ts';

/** Decades below the largest value that a logarithmic colour scale spans at most. */
const DECADES = 6;

/** How colours follow values; `diverging` is linear with 0 in the middle. */
export type ColorScale = Scaling | 'diverging';

/**
 * Range of the finite values that the colours span; on a log scale it starts at the smallest positive value or six decades
 * below the largest, on a diverging one it is as wide below zero as above; zero without a value to place, NaN without a
 * finite one.
 */
export function matrixRange(values: Float32Array, scale: ColorScale): readonly [minimum: number, maximum: number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value) || (scale === 'log' && value <= 0)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return values.some(Number.isFinite) ? [0, 0] : [NaN, NaN];
  switch (scale) {
    case 'linear':
      return [low, high];
    case 'log':
      return [Math.max(low, high * 10 ** -DECADES), high];
    case 'diverging': {
      const reach = Math.max(-low, high);
      return [-reach, reach];
    }
  }
}

/**
 * Pixels `[side, side, 4]` of a matrix in a 256-entry colour table; a value that is not finite is left transparent.
 * @param range that the colours span, of this matrix when absent
 */
export function matrixPixels(
  values: Float32Array,
  table: Uint8ClampedArray,
  scale: ColorScale,
  range = matrixRange(values, scale),
): Uint8ClampedArray<ArrayBuffer> {
  const [minimum, maximum] = range;
  const place = scale === 'log' ? Math.log : (value: number): number => value;
  const low = place(minimum);
  const extent = place(maximum) - low;
  const alike = scale === 'diverging' ? 0.5 : 0;
  const pixels = new Uint8ClampedArray(4 * values.length);
  values.forEach((value, index) => {
    if (!Number.isFinite(value)) return;
    const share = extent > 0 ? (place(Math.max(value, minimum)) - low) / extent : alike;
    const entry = 4 * Math.round(255 * Math.min(Math.max(share, 0), 1));
    pixels.set(table.subarray(entry, entry + 4), 4 * index);
  });
  return pixels;
}
