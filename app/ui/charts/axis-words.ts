import type { XAxis } from './chart-series.ts';
import { formatTickCount, formatTick, timeUnit } from './tick-format.ts';
import { formatNumber } from '../format.ts';

/** Name and unit of an x axis that reaches `maximum`. */
export function xAxisLabel(axis: XAxis, maximum: number): string {
  switch (axis) {
    case 'step':
      return 'step';
    case 'epoch':
      return 'epoch';
    case 'examples':
      return 'examples seen';
    case 'seconds':
      return `training time (${timeUnit(maximum).name})`;
  }
}

/** What one unit of the tick labels is worth on the axis. */
export function xUnit(axis: XAxis, maximum: number): number {
  return axis === 'seconds' ? timeUnit(maximum).size : 1;
}

/** Label of a tick of an x axis that reaches `maximum`. */
export function xTick(axis: XAxis, value: number, maximum: number): string {
  return axis === 'seconds' || axis === 'epoch' ? formatTick(value / xUnit(axis, maximum)) : formatTickCount(value);
}

/** A place on the x axis in words, such as `step 1,200`. */
export function xInWords(axis: XAxis, value: number): string {
  switch (axis) {
    case 'step':
      return `step ${Math.round(value).toLocaleString('en-US')}`;
    case 'epoch':
      return `epoch ${formatNumber(value, 4)}`;
    case 'examples':
      return `${Math.round(value).toLocaleString('en-US')} examples`;
    case 'seconds': {
      const unit = timeUnit(value);
      return `${formatNumber(value / unit.size, 4)} ${unit.name}`;
    }
  }
}
