import { lowerBound } from './chart-series.ts';

/** Points of a line, in ascending x; y may be NaN or infinite. */
export interface Points {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/**
 * Thins a line to what can be seen: of every bucket of the x range it keeps the smallest and the largest value and the first value that is
 * not finite, so that no spike and no NaN is lost. Keeps one point beyond each end of the range, so that the line runs out of the picture.
 * Returns every point in the range when there are at most two a bucket.
 *
 * @param array ascending positions; point i lies at `array[i] * factor`
 */
export function decimate(
  array: Float64Array,
  factor: number,
  values: Float64Array,
  range: readonly [minimum: number, maximum: number],
  buckets: number,
): Points {
  const length = Math.min(array.length, values.length);
  const first = Math.max(lowerBound(array, range[0] / factor) - 1, 0);
  const last = Math.min(lowerBound(array, range[1] / factor), length - 1);
  const x: number[] = [];
  const y: number[] = [];
  const keep = (index: number): void => {
    x.push((array[index] ?? NaN) * factor);
    y.push(values[index] ?? NaN);
  };
  if (last - first + 1 <= 2 * buckets) {
    for (let index = first; index <= last; index++) keep(index);
    return { x, y };
  }

  const bucketsPerUnit = buckets / (range[1] - range[0]);
  const chosen: number[] = [];
  keep(first);
  let index = first + 1;
  while (index < last) {
    const bucket = bucketOf(index);
    let smallest = -1;
    let largest = -1;
    let notFinite = -1;
    for (; index < last && bucketOf(index) === bucket; index++) {
      const value = values[index] ?? NaN;
      if (!Number.isFinite(value)) {
        if (notFinite < 0) notFinite = index;
        continue;
      }
      if (smallest < 0 || value < (values[smallest] ?? NaN)) smallest = index;
      if (largest < 0 || value > (values[largest] ?? NaN)) largest = index;
    }
    chosen.length = 0;
    for (const candidate of [smallest, largest, notFinite]) if (candidate >= 0 && !chosen.includes(candidate)) chosen.push(candidate);
    chosen.sort((a, b) => a - b).forEach(keep);
  }
  keep(last);
  return { x, y };

  function bucketOf(at: number): number {
    return Math.floor(((array[at] ?? NaN) * factor - range[0]) * bucketsPerUnit);
  }
}
