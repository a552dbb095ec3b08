import type { Scaling, XAxis } from '../../state/view-settings.ts';
import { positions, type ChartSeries } from './chart-series.ts';
import { decimate, type Points } from './decimate.ts';
import { debiasedAverage } from './smooth.ts';
import { paddedRange } from './ticks.ts';

/** Points kept of a line are at most about three times this. */
const BUCKETS = 400;

/** How a chart is looked at. */
export interface ChartView {
  readonly xAxis: XAxis;
  readonly yScale: Scaling;
  /** Weight of the past in the moving average, 0 to below 1. */
  readonly smoothing: number;
  /** Part of the x axis that is zoomed to, null for all. */
  readonly zoom: readonly [minimum: number, maximum: number] | null;
}

/** A line to draw: the measured values, faint where an average is drawn over them. */
export interface FrameLine {
  readonly name: string;
  readonly color: string;
  readonly dash: readonly number[];
  readonly faint: boolean;
  readonly points: Points;
}

/** Everything a drawing of a metric chart needs, thinned to what can be seen. */
export interface ChartFrame {
  readonly xAxis: XAxis;
  readonly yScale: Scaling;
  readonly xRange: readonly [minimum: number, maximum: number];
  readonly yRange: readonly [minimum: number, maximum: number];
  readonly lines: readonly FrameLine[];
  /** Values that are not finite. */
  readonly markers: readonly { readonly color: string; readonly x: number; readonly value: number }[];
  /** Where each line ends, for its label. */
  readonly ends: readonly {
    readonly name: string;
    readonly color: string;
    readonly dash: readonly number[];
    readonly x: number;
    readonly y: number;
  }[];
  /** Points that a log axis cannot show, as they are zero or negative. */
  readonly hidden: number;
}

/** Thins, smooths and ranges the series for one drawing; null when no series has a point. */
export function chartFrame(series: readonly ChartSeries[], view: ChartView): ChartFrame | null {
  const filled = series.filter((one) => one.values.length > 0);
  if (filled.length === 0) return null;
  const xRange = view.zoom ?? fullRange(filled, view.xAxis);
  const lines: FrameLine[] = [];
  const markers: ChartFrame['markers'][number][] = [];
  const ends: ChartFrame['ends'][number][] = [];
  let hidden = 0;
  let low = Infinity;
  let high = -Infinity;

  for (const one of filled) {
    const { array, factor } = positions(one, view.xAxis);
    const style = { name: one.name, color: one.color, dash: dashes(one.dash) };
    const measured = decimate(array, factor, one.values, xRange, BUCKETS);
    const smooth = view.smoothing > 0 ? decimate(array, factor, debiasedAverage(one.values, view.smoothing), xRange, BUCKETS) : null;
    lines.push({ ...style, faint: smooth !== null, points: measured });
    if (smooth !== null) lines.push({ ...style, faint: false, points: smooth });

    measured.y.forEach((value, index) => {
      const x = measured.x[index] ?? NaN;
      if (!Number.isFinite(value)) {
        if (x >= xRange[0] && x <= xRange[1]) markers.push({ color: one.color, x, value });
      } else if (view.yScale === 'log' && value <= 0) hidden++;
      else {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    });
    const drawn = smooth ?? measured;
    const end = drawn.y.findLastIndex((value, index) => drawable(value, view.yScale) && (drawn.x[index] ?? NaN) <= xRange[1]);
    if (end >= 0) ends.push({ ...style, x: drawn.x[end] ?? NaN, y: drawn.y[end] ?? NaN });
  }
  return { xAxis: view.xAxis, yScale: view.yScale, xRange, yRange: paddedRange(view.yScale, low, high), lines, markers, ends, hidden };
}

/** Whether a value has a place on the axis. */
export function drawable(value: number, scaling: Scaling): boolean {
  return Number.isFinite(value) && (scaling === 'linear' || value > 0);
}

function fullRange(series: readonly ChartSeries[], axis: XAxis): readonly [minimum: number, maximum: number] {
  let low = Infinity;
  let high = -Infinity;
  for (const one of series) {
    const { array, factor } = positions(one, axis);
    low = Math.min(low, (array[0] ?? NaN) * factor);
    high = Math.max(high, (array[array.length - 1] ?? NaN) * factor);
  }
  // A run is read from its start, unless the points kept begin far from it.
  const start = low < 0.2 * high || low === high ? 0 : low;
  return high > start ? [start, high] : [start, start + 1];
}

function dashes(dash: string): number[] {
  return dash
    .split(/[\s,]+/)
    .map(Number)
    .filter((length) => length > 0);
}
