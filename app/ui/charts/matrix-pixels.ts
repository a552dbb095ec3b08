import type { Scaling } from '../../state/view-settings.ts';

/** Decades below the largest value that a logarithmic colour scale spans at most. */
const DECADES = 6;

/** Range of the finite values that the colours span; on a log scale it starts at the smallest positive value or six decades below the largest; zero without a positive value, NaN without a finite one. */
export function matrixRange(values: Float32Array, scaling: Scaling): readonly [minimum: number, maximum: number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value) || (scaling === 'log' && value <= 0)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return values.some(Number.isFinite) ? [0, 0] : [NaN, NaN];
  return scaling === 'log' ? [Math.max(low, high * 10 ** -DECADES), high] : [low, high];
}

/** Pixels `[side, side, 4]` of a matrix in a 256-entry colour table; a value that is not finite is left transparent. */
export function matrixPixels(values: Float32Array, table: Uint8ClampedArray, scaling: Scaling): Uint8ClampedArray<ArrayBuffer> {
  const [minimum, maximum] = matrixRange(values, scaling);
  const place = scaling === 'log' ? Math.log : (value: number): number => value;
  const low = place(minimum);
  const extent = place(maximum) - low;
  const pixels = new Uint8ClampedArray(4 * values.length);
  values.forEach((value, index) => {
    if (!Number.isFinite(value)) return;
    const share = extent > 0 ? (place(Math.max(value, minimum)) - low) / extent : 0;
    const entry = 4 * Math.round(255 * Math.min(Math.max(share, 0), 1));
    pixels.set(table.subarray(entry, entry + 4), 4 * index);
  });
  return pixels;
}
