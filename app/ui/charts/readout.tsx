import { xInWords } from './axis-words.ts';
import type { XAxis } from '../../state/view-settings.ts';
import { nearest, positions, reach, type ChartSeries } from './chart-series.ts';
import { formatNumber } from '../format.ts';

interface ReadoutProps {
  readonly series: readonly ChartSeries[];
  readonly xAxis: XAxis;
  /** Place on the x axis that the pointer is over; null reads the latest values. */
  readonly at: number | null;
}

/** The measured values under the pointer, or the latest ones, one an arm. */
export function Readout({ series, xAxis, at }: ReadoutProps) {
  const filled = series.filter((one) => one.values.length > 0);
  // The pointer may stand a pixel beyond the last point.
  const slack = 0.005 * Math.max(0, ...filled.map((one) => reach(one, xAxis)));
  return (
    <dl className="chart-readout">
      <div>
        <dt>{at === null ? 'latest' : xInWords(xAxis, at)}</dt>
      </div>
      {filled.map((one) => {
        const { array, factor } = positions(one, xAxis);
        const index = at === null ? array.length - 1 : nearest(array, at / factor);
        return (
          <div key={`${String(one.arm)} ${one.name}`}>
            <dt>
              <svg className="chart-key" viewBox="0 0 18 4" aria-hidden="true">
                <line
                  x1="0"
                  x2="18"
                  y1="2"
                  y2="2"
                  stroke={one.color}
                  strokeWidth="2"
                  strokeDasharray={one.dash === '' ? undefined : one.dash}
                />
              </svg>
              {one.name}
            </dt>
            <dd>{at !== null && at > reach(one, xAxis) + slack ? '–' : formatNumber(one.values[index] ?? NaN)}</dd>
          </div>
        );
      })}
    </dl>
  );
}
