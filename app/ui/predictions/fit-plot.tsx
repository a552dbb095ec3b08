import { memo } from 'react';
import type { ArmStyle } from '../arm-style.ts';
import { formatTick } from '../charts/tick-format.ts';
import { linearTicks } from '../charts/ticks.ts';
import { visibleText } from '../visible-text.ts';

const SIZE = { width: 480, height: 320 };
const MARGIN = { top: 8, right: 16, bottom: 40, left: 64 };

interface FitLine {
  readonly name: string;
  readonly style: ArmStyle;
  readonly xs: ArrayLike<number>;
  readonly ys: ArrayLike<number>;
}

interface FitPlotProps {
  readonly name: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** Dots, one for each example. */
  readonly xs: ArrayLike<number>;
  readonly ys: ArrayLike<number>;
  readonly lines: readonly FitLine[];
  /** Whether the line on which both axes agree is drawn, both then having one range. */
  readonly diagonal: boolean;
  readonly describedBy: string;
}

/** Examples as dots in the plane with lines through them. */
export const FitPlot = memo(function FitPlot({ name, xLabel, yLabel, xs, ys, lines, diagonal, describedBy }: FitPlotProps) {
  const [xRange, yRange] = diagonal
    ? [rangeOf([xs, ys]), rangeOf([xs, ys])]
    : [rangeOf([xs]), rangeOf([ys, ...lines.map((line) => line.ys)])];
  const left = MARGIN.left;
  const bottom = SIZE.height - MARGIN.bottom;
  const placeX = placing(xRange, left, SIZE.width - MARGIN.right);
  const placeY = placing(yRange, bottom, MARGIN.top);
  const across = (
    values: ArrayLike<number>,
    others: ArrayLike<number>,
    mark: (x: string, y: string, begins: boolean) => string,
  ): string => {
    let begins = true;
    return Array.from(values, (value, index) => {
      const other = others[index] ?? NaN;
      if (!Number.isFinite(value) || !Number.isFinite(other)) {
        begins = true;
        return '';
      }
      const text = mark(placeX(value).toFixed(1), placeY(other).toFixed(1), begins);
      begins = false;
      return text;
    }).join('');
  };
  return (
    <figure className="fit">
      <svg className="fit-plot" viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} role="img" aria-label={name} aria-describedby={describedBy}>
        {linearTicks(...xRange, 5).map((tick) => (
          <g key={tick}>
            <line className="fit-tick" x1={placeX(tick)} x2={placeX(tick)} y1={bottom} y2={bottom + 4} />
            <text className="fit-label" x={placeX(tick)} y={bottom + 16} textAnchor="middle">
              {formatTick(tick)}
            </text>
          </g>
        ))}
        {linearTicks(...yRange, 5).map((tick) => (
          <g key={tick}>
            <line className="fit-rule" x1={left} x2={SIZE.width - MARGIN.right} y1={placeY(tick)} y2={placeY(tick)} />
            <text className="fit-label" x={left - 8} y={placeY(tick) + 4} textAnchor="end">
              {formatTick(tick)}
            </text>
          </g>
        ))}
        <text className="fit-label" x={(left + SIZE.width - MARGIN.right) / 2} y={SIZE.height - 6} textAnchor="middle">
          {visibleText(xLabel)}
        </text>
        <text className="fit-label" transform={`translate(14 ${(MARGIN.top + bottom) / 2}) rotate(-90)`} textAnchor="middle">
          {visibleText(yLabel)}
        </text>
        <path className="fit-dots" d={across(xs, ys, (x, y) => `M${x} ${y}h0`)} />
        {diagonal ? (
          <line className="fit-diagonal" x1={placeX(xRange[0])} y1={placeY(xRange[0])} x2={placeX(xRange[1])} y2={placeY(xRange[1])} />
        ) : null}
        {lines.map(({ name: arm, style, xs: along, ys: heights }) => (
          <path
            key={arm}
            className="fit-line"
            stroke={style.color}
            strokeDasharray={style.dash}
            d={across(along, heights, (x, y, begins) => `${begins ? 'M' : 'L'}${x} ${y}`)}
          />
        ))}
      </svg>
    </figure>
  );
});

type Range = readonly [minimum: number, maximum: number];

/** All finite values, with a margin. */
function rangeOf(lists: readonly ArrayLike<number>[]): Range {
  let minimum = Infinity;
  let maximum = -Infinity;
  for (const list of lists) {
    for (const value of Array.from(list)) {
      if (!Number.isFinite(value)) continue;
      minimum = Math.min(minimum, value);
      maximum = Math.max(maximum, value);
    }
  }
  if (minimum > maximum) return [0, 1];
  const margin = maximum > minimum ? (maximum - minimum) / 25 : 1;
  return [minimum - margin, maximum + margin];
}

function placing([minimum, maximum]: Range, from: number, to: number): (value: number) => number {
  return (value) => from + ((value - minimum) / (maximum - minimum)) * (to - from);
}
