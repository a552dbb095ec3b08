import type { XAxis } from '../../state/view-settings.ts';
import { formatTickCount, formatTick, timeUnit } from './tick-format.ts';
import { formatCount, formatNumber } from '../format.ts';
import { linearTicks } from './ticks.ts';

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
function xUnit(axis: XAxis, maximum: number): number {
  return axis === 'seconds' ? timeUnit(maximum).size : 1;
}

/** Ticks of an x axis, about `target` of them; steps and examples come whole. */
export function xTicks(axis: XAxis, minimum: number, maximum: number, target: number): number[] {
  const unit = xUnit(axis, maximum);
  const ticks = linearTicks(minimum / unit, maximum / unit, target).map((tick) => tick * unit);
  return axis === 'step' || axis === 'examples' ? ticks.filter(Number.isInteger) : ticks;
}

/** Label of a tick of an x axis that reaches `maximum`. */
export function xTick(axis: XAxis, value: number, maximum: number): string {
  return axis === 'seconds' || axis === 'epoch' ? formatTick(value / xUnit(axis, maximum)) : formatTickCount(value);
}

/** A place on an x axis that reaches `maximum`, in the unit of its label. */
export function xCell(axis: XAxis, value: number, maximum: number): string {
  return axis === 'step' || axis === 'examples' ? formatCount(value) : formatNumber(value / xUnit(axis, maximum));
}

/** A place on the x axis in words, such as `step 1,200`. */
export function xInWords(axis: XAxis, value: number): string {
  switch (axis) {
    case 'step':
      return `step ${formatCount(value)}`;
    case 'epoch':
      return `epoch ${formatNumber(value, 4)}`;
    case 'examples':
      return `${formatCount(value)} examples`;
    case 'seconds': {
      const unit = timeUnit(value);
      return `${formatNumber(value / unit.size, 4)} ${unit.name}`;
    }
  }
}
