import { formatCount, formatNumber } from '../../format.ts';

/** From the least to the greatest of some numbers. */
export function rangeText(minimum: number, maximum: number): string {
  return minimum === maximum ? shown(minimum) : `${shown(minimum)} to ${shown(maximum)}`;
}

/** Whole numbers of a few digits in full. */
function shown(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e6 ? formatCount(value) : formatNumber(value);
}
