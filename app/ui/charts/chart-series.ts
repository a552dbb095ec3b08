import type { XAxis } from '../../state/view-settings.ts';

/** One metric of one arm; the three arrays have one length and grow in order. */
export interface ChartSeries {
  readonly arm: number;
  readonly name: string;
  /** 1-based step numbers. */
  readonly steps: Float64Array;
  /** Training time of the arm, s. */
  readonly seconds: Float64Array;
  readonly values: Float64Array;
  /** Any CSS colour. */
  readonly color: string;
  /** SVG dash array, '' for a solid line. */
  readonly dash: string;
  /** Examples in a step. */
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
}

/** Where a series lies on the x axis: the position of point i is `array[i] * factor`. */
export function positions(series: ChartSeries, axis: XAxis): { readonly array: Float64Array; readonly factor: number } {
  switch (axis) {
    case 'step':
      return { array: series.steps, factor: 1 };
    case 'epoch':
      return { array: series.steps, factor: 1 / series.stepsPerEpoch };
    case 'examples':
      return { array: series.steps, factor: series.batchSize };
    case 'seconds':
      return { array: series.seconds, factor: 1 };
  }
}

/** How far along the x axis a series has come, -Infinity without a point. */
export function reach(series: ChartSeries, axis: XAxis): number {
  const { array, factor } = positions(series, axis);
  return array.length > 0 ? (array[array.length - 1] ?? NaN) * factor : -Infinity;
}

/** Index of the first entry of the ascending `array` that is not below `value`; its length when all are below. */
export function lowerBound(array: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = array.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((array[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the entry of the ascending `array` nearest to `value`, -1 when it is empty. */
export function nearest(array: ArrayLike<number>, value: number): number {
  const right = lowerBound(array, value);
  if (right === 0) return array.length > 0 ? 0 : -1;
  if (right === array.length) return right - 1;
  return value - (array[right - 1] ?? 0) <= (array[right] ?? 0) - value ? right - 1 : right;
}
