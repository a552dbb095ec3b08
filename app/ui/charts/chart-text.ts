import { xCell, xInWords } from './axis-words.ts';
import type { XAxis } from '../../state/view-settings.ts';
import { epochsPassed, examplesShown } from '../../lab/batch-schedule.ts';
import { nearest, positions, reach, type ChartSeries } from './chart-series.ts';
import { formatNumber } from '../format.ts';

/** The chart in words: of each line its latest and its lowest value, and how many values are not finite. */
export function chartSummary(series: readonly ChartSeries[], axis: XAxis): string {
  const sentences = series.map((one) => {
    const { array, factor } = positions(one, axis);
    const last = one.values.length - 1;
    if (last < 0) return `${one.name}: no points yet.`;
    const at = (index: number): string => xInWords(axis, (array[index] ?? NaN) * factor);
    let lowest = -1;
    let highest = -1;
    let notFinite = 0;
    for (let index = 0; index <= last; index++) {
      const value = one.values[index] ?? NaN;
      if (!Number.isFinite(value)) {
        notFinite++;
        continue;
      }
      if (lowest < 0 || value < (one.values[lowest] ?? NaN)) lowest = index;
      if (highest < 0 || value > (one.values[highest] ?? NaN)) highest = index;
    }
    const parts = [`${one.name}: ${formatNumber(one.values[last] ?? NaN)} at ${at(last)}`];
    if (lowest >= 0) parts.push(`lowest ${formatNumber(one.values[lowest] ?? NaN)} at ${at(lowest)}`);
    if (highest >= 0) parts.push(`highest ${formatNumber(one.values[highest] ?? NaN)} at ${at(highest)}`);
    if (notFinite > 0) parts.push(`${String(notFinite)} of ${String(last + 1)} values are not finite`);
    return `${parts.join(', ')}.`;
  });
  return sentences.join(' ');
}

/** Values of every series near evenly spread places of the x axis, for a table of at most `most` rows; a series that has ended reads '–'. */
export function chartRows(series: readonly ChartSeries[], axis: XAxis, most: number): string[][] {
  const longest = series.reduce<ChartSeries | null>((best, one) => (best && reach(best, axis) >= reach(one, axis) ? best : one), null);
  if (longest === null || longest.values.length === 0) return [];
  const { array, factor } = positions(longest, axis);
  const count = Math.min(most, array.length);
  return Array.from({ length: count }, (_, row) => {
    const index = count === 1 ? 0 : Math.round((row * (array.length - 1)) / (count - 1));
    const x = (array[index] ?? NaN) * factor;
    const cells = series.map((one) => {
      const own = positions(one, axis);
      const at = nearest(own.array, x / own.factor);
      return at < 0 || x > reach(one, axis) ? '–' : formatNumber(one.values[at] ?? NaN);
    });
    return [xCell(axis, x, reach(longest, axis)), ...cells];
  });
}

/** Every point kept, one a row: arm, step, epoch, examples, seconds, value. NaN and Infinity are spelled as JavaScript does. */
export function chartCsv(series: readonly ChartSeries[], yLabel: string): string {
  const rows = [['arm', 'step', 'epoch', 'examples', 'seconds', yLabel].map(quoted).join(',')];
  for (const one of series) {
    const name = quoted(one.name);
    one.values.forEach((value, index) => {
      const step = one.steps[index] ?? NaN;
      rows.push(
        [name, step, epochsPassed(one.batches, step), examplesShown(one.batches, step), one.seconds[index] ?? NaN, value].join(','),
      );
    });
  }
  return `${rows.join('\n')}\n`;
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
