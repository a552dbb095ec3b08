import { epochsPassed, examplesShown, type PacedStage } from '../../lab/batch-schedule.ts';
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
  /** Sizes of the minibatches, first to last. */
  readonly batches: readonly PacedStage[];
}

/** The position of point i is `array[i] * factor`. */
interface Positions {
  readonly array: Float64Array;
  readonly factor: number;
}

/** Where a series lies on the x axis. */
export function positions(series: ChartSeries, axis: XAxis): Positions {
  switch (axis) {
    case 'step':
      return { array: series.steps, factor: 1 };
    case 'epoch':
      return paced(series, epochsPassed);
    case 'examples':
      return paced(series, examplesShown);
    case 'seconds':
      return { array: series.seconds, factor: 1 };
  }
}

/** Positions that are proportional to steps within a stage: by a factor where there is one stage only. */
function paced({ steps, batches }: ChartSeries, reached: (batches: readonly PacedStage[], steps: number) => number): Positions {
  if (batches.length === 1) return { array: steps, factor: reached(batches, 1) };
  const array = new Float64Array(steps.length);
  for (const [index, { start }] of batches.entries()) {
    const end = lowerBound(steps, (batches[index + 1]?.start ?? Infinity) + 1);
    const [before, ofStep] = [reached(batches, start), reached(batches, start + 1) - reached(batches, start)];
    for (let at = lowerBound(steps, start + 1); at < end; at++) array[at] = before + ((steps[at] ?? NaN) - start) * ofStep;
  }
  return { array, factor: 1 };
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
