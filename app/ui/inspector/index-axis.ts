import { linearTicks } from '../charts/ticks.ts';

/** How the axes of spectra look. */
export const SPECTRUM_AXIS = { tickLine: false, tick: { fill: 'var(--muted)', fontSize: '0.75rem' }, stroke: 'var(--muted)' } as const;

/** Points a line at the most, which keeps a drawing at a few milliseconds. */
export const MOST_POINTS = 240;

/** The axis of places 1 to `size`, both ends named. */
export function indexAxis(size: number) {
  const between = linearTicks(1, size, 4).filter((tick) => Number.isInteger(tick) && tick > 0.12 * size && tick < 0.92 * size);
  return {
    ...SPECTRUM_AXIS,
    dataKey: 'index',
    type: 'number',
    domain: [1, Math.max(size, 2)],
    ticks: [...new Set([1, ...between, size])],
    interval: 0,
    height: 24,
  } as const;
}

/** A line through `size` places, each marked while they are few. */
export function placedLine(size: number) {
  const isDense = size > 40;
  return {
    stroke: 'var(--ink)',
    strokeWidth: isDense ? 2 : 1,
    dot: isDense ? false : { r: 2.5, fill: 'var(--ink)', strokeWidth: 0 },
    activeDot: false,
    isAnimationActive: false,
  } as const;
}
